/**
 * MD-017: an entry of dependabot.yml whose directory has no manifest of its ecosystem, or a label that does not exist.
 * https://docs.github.com/en/code-security/reference/supply-chain-security/dependabot-options-reference
 */
import type { Located, RepositoryModel, Span } from '../repository/types.js';
import { readYaml, scalarText, textList, type YamlMap } from '../repository/yaml.js';
import { ECOSYSTEMS, type Ecosystem } from './data/dependabot-ecosystems.js';
import { changedLineFirst, evidenceAt, placeOf, quoted, shown } from './support/evidence.js';
import { factGap } from './support/fact-gap.js';
import { type TrackedPaths, trackedPaths } from './support/tracked-paths.js';
import type { Finding, Gap, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-017';
const VERSION = 1;
/** `.devcontainer/name/devcontainer.json`: no manifest is looked for deeper than that. */
const MAX_MANIFEST_DEPTH = 3;
const FILES = ['.github/dependabot.yml', '.github/dependabot.yaml'];

export const dependabotDeadDirectory: Rule = {
  id: ID,
  name: 'dependabot-dead-directory',
  version: VERSION,
  severity: 'low',
  level: 'warn',
  summary: 'Dependabot is pointed at a directory without a manifest, or at a label that does not exist',
  needs: 'files-or-api',
  wants: ['labels'],
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

function check(context: RuleContext): RuleOutcome {
  const { model } = context;
  const file = FILES.map((path) => model.files.get(path)).find((each) => each !== undefined);
  if (file === undefined) return { state: 'not-applicable', reason: 'there is no .github/dependabot.yml' };
  const read = readYaml(file.path, file.bytes, 'config');
  if (!read.ok) {
    const gap: Gap = { evidence: file.path, reason: read.problem.reason, next: `mend ${file.path}`, cause: 'tree' };
    return { state: 'not-evaluated', gaps: [gap] };
  }
  const list = read.value?.kind === 'map' ? read.value.get('updates') : undefined;
  const updates = list?.kind === 'seq' ? list.items.filter((item): item is YamlMap => item.kind === 'map') : [];
  const findings = new Map<string, Finding>();
  const proven: string[] = [];
  const gaps: Gap[] = [];
  for (const update of updates) {
    for (const found of [...deadDirectories(update, context, proven), ...missingLabels(update, context, gaps)]) {
      if (!findings.has(found.anchor)) findings.set(found.anchor, found);
    }
  }
  return { state: 'evaluated', findings: [...findings.values()], proven, unproven: [], gaps: gaps.slice(0, 1) };
}

function deadDirectories(update: YamlMap, { model, ...context }: RuleContext, proven: string[]): Finding[] {
  const name = scalarText(update.get('package-ecosystem'));
  const ecosystem = name !== null && Object.hasOwn(ECOSYSTEMS, name.value) ? ECOSYSTEMS[name.value] : undefined;
  if (name === null || ecosystem === undefined || isParked(update) || isForOtherBranch(update, context)) return [];
  const tracked = trackedPaths(model);
  return [...textList(update.get('directory')), ...textList(update.get('directories'))].flatMap((directory) => {
    const key = `update:${name.value}:${directory.value}`;
    proven.push(key);
    if (hasManifest(directory.value, ecosystem, tracked)) return [];
    return [directoryFinding(model, { key, name: name.value, ecosystem, directory }, tracked)];
  });
}

/** `open-pull-requests-limit: 0`: no updates are wanted. */
function isParked(update: YamlMap): boolean {
  return scalarText(update.get('open-pull-requests-limit'))?.value === '0';
}

function isForOtherBranch(
  update: YamlMap,
  { requirements, defaultBranch }: Pick<RuleContext, 'requirements' | 'defaultBranch'>,
): boolean {
  const target = scalarText(update.get('target-branch'));
  return target !== null && target.value !== (requirements.branch ?? defaultBranch);
}

function hasManifest(directory: string, { files, top, deep }: Ecosystem, tracked: TrackedPaths): boolean {
  const segments = directory.split('/').filter((segment) => segment !== '' && segment !== '.');
  const wild = segments.findIndex((segment) => /[*?[{]/.test(segment));
  const folder = (wild === -1 ? segments : segments.slice(0, wild)).join('/');
  if (segments.includes('..') || tracked.isInSubmodule(folder)) return true;
  const pattern = folder === '' && wild === -1 ? (top ?? files) : files;
  const paths = wild === -1 && deep !== true ? tracked.shallow(folder, MAX_MANIFEST_DEPTH) : tracked.below(folder);
  for (const path of paths) {
    const rest = folder === '' ? path : path.slice(folder.length + 1);
    if (wild === -1 ? pattern.test(rest) : endMatches(rest, pattern)) return true;
  }
  return false;
}

/** With wildcards in the directory, a manifest anywhere below its literal part is enough. */
function endMatches(path: string, pattern: RegExp): boolean {
  const last = path.lastIndexOf('/');
  const before = path.lastIndexOf('/', last - 1);
  return pattern.test(path.slice(last + 1)) || (last > 0 && pattern.test(path.slice(before + 1)));
}

interface DeadDirectory {
  readonly key: string;
  readonly name: string;
  readonly ecosystem: Ecosystem;
  readonly directory: Located<string>;
}

function directoryFinding(
  model: RepositoryModel,
  { key, name, ecosystem, directory }: DeadDirectory,
  tracked: TrackedPaths,
): Finding {
  const folder = directory.value.replace(/^\.?\/+|\/+$/g, '');
  const exists = folder === '' || /[*?[{]/.test(folder) || tracked.hasFolder(folder);
  const below = exists && folder !== '' && !/[*?[{]/.test(folder) && hasManifest(`${folder}/*`, ecosystem, tracked);
  const where = `${name} in ${quoted(directory.value)} (${placeOf(directory.at)})`;
  return {
    ...common(model, directory.at, 'no manifest here'),
    title: `Dependabot finds no ${shown(name)} manifest in ${quoted(directory.value)}`,
    what: exists
      ? `Dependabot is to update ${where}, and there is no ${ecosystem.words}.`
      : `Dependabot is to update ${where}, and this folder does not exist.`,
    why: 'The update job fails or does nothing: these dependencies get no updates.',
    fix: below
      ? `Write \`directories: ["/${shown(folder)}/*"]\`: only folders below it have a ${ecosystem.words}.`
      : `Name the folder of the ${ecosystem.words}, or remove the entry.`,
    anchor: key,
  };
}

function missingLabels(update: YamlMap, { model, facts }: RuleContext, gaps: Gap[]): Finding[] {
  const labels = textList(update.get('labels'));
  if (labels.length === 0) return [];
  if (facts.labels.status !== 'answered') {
    gaps.push(factGap(facts.labels, 'labels of the repository', 'issues: read'));
    return [];
  }
  const known = new Set(facts.labels.value.map((label) => label.toLowerCase()));
  return labels
    .filter(({ value }) => !known.has(value.trim().toLowerCase()))
    .map(({ value, at }) => ({
      ...common(model, at, 'no such label'),
      title: `Dependabot is to set the label ${quoted(value)}, which does not exist`,
      what: `${placeOf(at)} names the label ${quoted(value)}, and the repository has none of that name.`,
      why: 'Dependabot leaves the label out and complains in every pull request.',
      fix: `Create the label ${quoted(value)}, or remove it here.`,
      anchor: `label:${value}`,
    }));
}

function common(model: RepositoryModel, at: Span, label: string) {
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'low',
    path: at.path,
    evidence: [evidenceAt(model, at, label, label)],
  } as const;
}
