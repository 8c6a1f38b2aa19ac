/**
 * MD-007: CODEOWNERS names an owner that GitHub rejects. Without an answer of GitHub only names that nobody can have and
 * stand-ins of templates are reported: whether `@org/team` exists and may write, GitHub alone knows.
 * https://docs.github.com/en/rest/repos/repos#list-codeowners-errors
 * https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-syntax
 */
import type { Codeowners, Located, Span } from '../repository/types.js';
import type { CodeownersError } from './facts.js';
import { isImpossibleOwner, isPlaceholderOwner } from './support/code-owners.js';
import { isGitlabFile } from './support/codeowners-lines.js';
import { changedLineFirst, evidenceAt, placeOf, quoted, shownPath } from './support/evidence.js';
import { factGap } from './support/fact-gap.js';
import { originOf } from './support/generated.js';
import { trackedPaths } from './support/tracked-paths.js';
import type { Evidence, Finding, Gap, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-007';
const VERSION = 1;
/** Lines of one owner that are shown. */
const MAX_SHOWN = 5;

export const codeownersInvalidOwner: Rule = {
  id: ID,
  name: 'codeowners-invalid-owner',
  version: VERSION,
  severity: 'medium',
  level: 'block',
  summary: 'CODEOWNERS names an owner that GitHub rejects: nobody is asked to review',
  needs: 'files-or-api',
  wants: ['codeownersErrors'],
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

type Reason =
  | { readonly kind: 'placeholder' }
  /** GitHub skips the whole line. */
  | { readonly kind: 'impossible' }
  | { readonly kind: 'rejected'; readonly error: CodeownersError };

interface BadOwner {
  readonly owner: string;
  readonly reason: Reason;
  readonly places: Span[];
}

function check(context: RuleContext): RuleOutcome {
  const { model, facts } = context;
  const { codeowners } = model;
  if (codeowners === null) return { state: 'not-applicable', reason: 'there is no CODEOWNERS file' };
  if (isGitlabFile(codeowners)) {
    return { state: 'not-applicable', reason: `${codeowners.path} has sections, which only GitLab reads` };
  }
  const bad = new Map<string, BadOwner>();
  const gaps: Gap[] = [];
  if (facts.codeownersErrors.status === 'answered') {
    for (const error of facts.codeownersErrors.value) addRejected(bad, codeowners, error);
  } else {
    const gap = factGap(facts.codeownersErrors, 'owners that GitHub knows', 'contents: read');
    gaps.push({ ...gap, reason: `${gap.reason}: only placeholders and names nobody can have were looked for` });
  }
  for (const owner of ownersIn(codeowners)) {
    const kind = suspicion(owner.value, context.repository);
    if (kind !== null && !wasAccepted(owner, context)) add(bad, owner, { kind });
  }
  const findings = [...bad.values()].map((each) => findingFor(context, codeowners, each));
  const proven = ownersIn(codeowners).map(({ value }) => `owner:${value.toLowerCase()}`);
  return { state: 'evaluated', findings, proven: [...new Set(proven)], unproven: [], gaps };
}

function suspicion(owner: string, repository: string): 'impossible' | 'placeholder' | null {
  if (isImpossibleOwner(owner)) return 'impossible';
  return isPlaceholderOwner(owner, repository) ? 'placeholder' : null;
}

/** Owners of the lines that GitHub reads, and the one that made it skip a line. */
function ownersIn({ rules, invalid }: Codeowners): Located<string>[] {
  const skipped = invalid.filter(({ kind }) => kind === 'owner').map(({ source, at }) => ({ value: source, at }));
  return [...rules.flatMap(({ owners }) => owners), ...skipped].sort((a, b) => a.at.startLine - b.at.startLine);
}

/** GitHub looked at this line and had nothing against it, so the name is somebody's after all. */
function wasAccepted({ at }: Located<string>, { model, facts, before }: RuleContext): boolean {
  if (facts.codeownersErrors.status !== 'answered') return false;
  const line = model.codeowners?.lines[at.startLine - 1];
  // A line that the change adds may be one that GitHub was not asked about.
  return before === null || before.codeowners?.lines.includes(line ?? '') === true;
}

function add(bad: Map<string, BadOwner>, { value, at }: Located<string>, reason: Reason): void {
  const key = value.toLowerCase();
  const known = bad.get(key);
  if (known === undefined) bad.set(key, { owner: value, reason, places: [at] });
  else if (!known.places.some(({ startLine }) => startLine === at.startLine)) known.places.push(at);
}

/** The answer is about one version of the file: an error whose line is not in this tree says nothing about it. */
function addRejected(bad: Map<string, BadOwner>, { path, lines }: Codeowners, error: CodeownersError): void {
  if (!/owner/i.test(error.kind)) return;
  const source = error.source.trim();
  const same = (line: string | undefined): boolean => line !== undefined && line.trim() === source;
  const index = same(lines[error.line - 1]) ? error.line - 1 : lines.findIndex(same);
  const line = lines[index];
  if (line === undefined || source === '') return;
  const start = Math.max(error.column - 1, 0);
  const owner = /^[^\s#]+/.exec(line.slice(start))?.[0] ?? source;
  const at = { path, startLine: index + 1, startColumn: start + 1, endLine: index + 1, endColumn: start + 1 };
  add(bad, { value: owner, at }, { kind: 'rejected', error });
}

function findingFor({ model }: RuleContext, codeowners: Codeowners, { owner, reason, places }: BadOwner): Finding {
  const name = quoted(owner);
  const label = reason.kind === 'placeholder' ? 'a placeholder' : 'not a valid owner';
  const [first, ...more] = places
    .slice(0, MAX_SHOWN)
    .map((at, index) => evidenceAt(model, at, label, index === 0 ? 'rejected owner' : undefined));
  const evidence: [Evidence, ...Evidence[]] = [first as Evidence, ...more];
  const where = places.length === 1 ? placeOf(places[0] as Span) : `${places.length} lines of ${codeowners.path}`;
  const origin = originOf(codeowners.lines, trackedPaths(model));
  const written = origin.kind === 'generated' ? ` The file is generated${by(origin.generator)}: change it there.` : '';
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'medium',
    title: `CODEOWNERS names ${name}, ${TITLES[reason.kind]}`,
    what: whatOf(name, where, reason),
    why: whyOf(reason),
    fix: `${fixOf(owner, reason)}${written}`,
    path: codeowners.path,
    anchor: `owner:${owner.toLowerCase()}`,
    evidence,
  };
}

const TITLES: Readonly<Record<Reason['kind'], string>> = {
  placeholder: 'a placeholder',
  impossible: 'which is no user, team or address',
  rejected: 'whom GitHub rejects',
};

function by(generator: string | null): string {
  return generator === null ? '' : ` by ${shownPath(generator)}`;
}

function whatOf(name: string, where: string, reason: Reason): string {
  if (reason.kind === 'placeholder') return `${where} still names ${name}, which stands for a name to fill in.`;
  if (reason.kind === 'impossible') return `${where} names ${name}, and no user, team or address is written like that.`;
  return `${where} names ${name}; GitHub answers ${quoted(reason.error.kind)}.`;
}

function whyOf(reason: Reason): string {
  if (reason.kind === 'placeholder')
    return 'GitHub finds nobody of that name with write access, and asks nobody to review.';
  if (reason.kind === 'impossible')
    return 'GitHub skips the whole line, with all its owners: nobody is asked to review.';
  return /unknown/i.test(reason.error.kind)
    ? 'It does not exist or has no write access here, so it is never asked to review.'
    : 'GitHub skips the whole line, with all its owners: nobody is asked to review.';
}

function fixOf(owner: string, reason: Reason): string {
  if (reason.kind === 'rejected' && reason.error.suggestion !== '') return reason.error.suggestion;
  const bare = owner.replace(/[^\w.@/-]+$/, '');
  if (bare !== owner && !isImpossibleOwner(bare)) return `Write \`${bare}\`, with blanks between owners.`;
  if (reason.kind === 'rejected') return 'Name a user or team that has write access, or give it that access.';
  return 'Write `@user`, `@org/team` or an e-mail address of somebody with write access.';
}
