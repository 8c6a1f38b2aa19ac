/** `phase-mirror fp list|mark|confirm`: what was recorded, and what people say of it. */
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import { type Candidate, loadOperator, type Memory } from '../oracle.js';
import { terminalText } from '../report/escape.js';
import { padToWidth } from '../report/width.js';
import type { StoredEvent } from '../stores/ports.js';
import type { FpCommand, FpJudgeCommand, FpListCommand } from './args-memory.js';
import { REASONS as CONSENT_REASONS } from './consent.js';
import type { Io } from './io.js';
import {
  identityText,
  instantText,
  isoOf,
  jsonText,
  namesFrom,
  orgId,
  personId,
  repositoryAndOwner,
  repositoryId,
  withMemory,
} from './memory.js';
import { knownRule } from './rule-names.js';

/** Digits of a finding id that people see. */
const SHORT = 8;

/** @throws PhaseMirrorError, StoreError; 0 comes back */
export async function runFp(command: FpCommand, io: Io): Promise<number> {
  if (command.action !== 'list') return await judge(command, io);
  return command.audit === true ? await (await import('./fp-audit.js')).runAudit(command, io) : await list(command, io);
}

// ---------------------------------------------------------------- list

async function list(command: FpListCommand, io: Io): Promise<number> {
  const { rule, repository: name, state, since, limit } = command;
  const repository = name === undefined ? undefined : await repositoryId('--repository', name, io);
  const ruleId = rule === undefined ? undefined : await knownRule('--rule', rule);
  const query = {
    ...(ruleId === undefined ? {} : { ruleId }),
    ...(state === undefined ? {} : { state }),
    ...(since === undefined ? {} : { since }),
  };
  const events: ListedEvent[] = [];
  let more = false;
  const description = await withMemory({ target: command.target, access: 'read' }, io, async (memory) => {
    for await (const event of memory.events(query, repository)) {
      more = events.length === limit;
      if (more) break;
      events.push({ ...event, title: await memory.title(event) });
    }
    return memory.description;
  });
  io.stdout(command.format === 'json' ? listJson(events, more) : listText(events, more, description));
  return EXIT_CODES.ok;
}

/** An event with what its finding said; null where that was not kept. */
interface ListedEvent extends StoredEvent {
  readonly title: string | null;
}

function listJson(events: readonly ListedEvent[], more: boolean): string {
  const shown = events.map(({ occurredAt, verdicts, sealed: _sealed, ...event }) => ({
    ...event,
    occurredAt: isoOf(occurredAt),
    verdicts: verdicts.map(({ at, ...verdict }) => ({ ...verdict, at: isoOf(at) })),
  }));
  return jsonText({ events: shown, more });
}

function listText(events: readonly ListedEvent[], more: boolean, description: string): string {
  if (events.length === 0) return `No such event in ${terminalText(description)}\n`;
  const lines: string[] = [];
  let heading = '';
  for (const event of events) {
    const next = `${event.ruleId} version ${event.ruleVersion}, ${identityText(event.repository)}`;
    if (next !== heading) {
      if (heading !== '') lines.push('');
      lines.push(terminalText(next));
      heading = next;
    }
    lines.push(...eventLines(event));
  }
  const count = (state: StoredEvent['state']): number => events.filter((event) => event.state === state).length;
  lines.push(
    '',
    `${plural(events.length, 'event')}: ${count('pending')} pending, ${count('false-positive')} false positive, ${count('true-positive')} true positive${
      events.some(({ state }) => state !== 'pending') ? ' (reviewed by anybody)' : ''
    }${more ? '. There are more: --limit' : ''}`,
  );
  return `${lines.join('\n')}\n`;
}

function eventLines({ findingId, occurredAt, severity, change, state, verdicts, title }: ListedEvent): string[] {
  const cells = [
    findingId.slice(0, SHORT),
    instantText(occurredAt),
    padToWidth(severity, 'critical'.length),
    padToWidth(state, 'false-positive'.length),
  ];
  return [
    `  ${cells.join('  ')}  ${terminalText(change)}`,
    ...(title === null ? [] : [`    ${terminalText(title)}`]),
    ...verdicts.map(
      ({ kind, reviewer, at, ticket, source }) =>
        `    ${kind} by ${identityText(reviewer)} (${source}) ${instantText(at)}: ${terminalText(ticket)}`,
    ),
  ];
}

// ---------------------------------------------------------------- mark and confirm

async function judge(command: FpJudgeCommand, io: Io): Promise<number> {
  const { action, target, finding: prefix, ticket } = command;
  if (target.backend === 'aws' && command.repository === undefined) {
    throw new PhaseMirrorError('user', {
      thing: '--repository',
      reason: 'is missing: the tables hold many repositories',
      next: 'Name the one that the finding belongs to: its id, or OWNER/NAME',
      exitCode: EXIT_CODES.usage,
    });
  }
  const { repository, owner } =
    command.repository === undefined
      ? { repository: undefined, owner: null }
      : await repositoryAndOwner('--repository', command.repository, io);
  const org = command.org === undefined ? owner : await orgId(command.org, io);
  const reviewer = await personId('--reviewer', command.reviewer, target.backend, io);
  const kind = action === 'mark' ? 'false-positive' : 'true-positive';
  const { findingId, result } = await withMemory({ target, access: 'write' }, io, async (memory) => {
    if (target.backend === 'aws' && repository !== undefined)
      await requireConsent(memory, { org, repository }, command);
    const candidate = await onlyOne(memory, prefix, repository);
    const marked = await memory.judge(candidate, kind, { reviewer, ticket });
    return { findingId: candidate.findingId, result: marked };
  });
  const { events, changed, own, redacted } = result;
  const { standingOf } = await loadOperator();
  const { token, apiUrl } = namesFrom(io);
  const standing = await standingOf({
    ...{ folder: io.cwd, environment: io.environment, clock: io.clock, reviewer, backend: target.backend },
    github: token === undefined ? null : { token, ...(apiUrl === undefined ? {} : { apiUrl }) },
  });
  if (command.format === 'json') {
    io.stdout(jsonText({ findingId, verdict: kind, events, changed, own, redacted }));
  } else {
    const said = changed === 0 ? ', as before' : changed === events ? '' : `, ${changed} of them anew`;
    io.stdout(`${findingId.slice(0, SHORT)} is a ${kind.replace('-', ' ')}: ${plural(events, 'event')}${said}\n`);
  }
  const taken = Object.entries(redacted).map(([secret, count]) => `${count} × ${secret}`);
  if (taken.length > 0) io.stderr(`phase-mirror: left out of the ticket: ${taken.join(', ')}\n`);
  if (standing !== '') {
    const who = command.reviewer ?? "you, by git's user.email,";
    io.stderr(`phase-mirror: the verdict will not count: ${terminalText(`${who} ${standing}`, 1000)}\n`);
  }
  if (own > 0) {
    io.stderr(
      `phase-mirror: the reviewer took part in ${own === 1 ? 'one of these changes' : `${own} of these changes`}; there the verdict will not count\n`,
    );
  }
  return EXIT_CODES.ok;
}

/** Others share these tables: what people say of a repository is stored where its owner agreed to that. */
async function requireConsent(
  memory: Memory,
  { org, repository }: { readonly org: number | null; readonly repository: number },
  { target }: FpJudgeCommand,
): Promise<void> {
  if (org === null) {
    throw new PhaseMirrorError('user', {
      thing: '--org',
      reason:
        'is missing: its owner has to agree before verdicts are stored, and a numeric id does not tell who that is',
      next: "Give the organisation (or account) that owns the repository: GitHub's id, or its name",
      exitCode: EXIT_CODES.usage,
    });
  }
  const { granted, reason } = await memory.check({ org, repository }, ['verdicts']);
  if (granted) return;
  const words = target.backend === 'aws' ? ` --backend aws --environment ${target.environment}` : '';
  throw new PhaseMirrorError('user', {
    thing: 'The verdict',
    reason: `is refused: there is no consent to store verdicts about repository ${repository} (${CONSENT_REASONS[reason]})`,
    next: `Its owner gives it with \`phase-mirror consent grant${words} --org ${org} --repository ${repository} --resources verdicts --grantor ID\`; a grant replaces the earlier one, so name all that it is to cover`,
  });
}

async function onlyOne(memory: Memory, prefix: string, repository: number | undefined): Promise<Candidate> {
  const candidates = await memory.findings(prefix, repository);
  const [only, ...others] = candidates;
  if (only === undefined) {
    throw new PhaseMirrorError('user', {
      thing: `the finding ${prefix}`,
      reason: `is not recorded in ${memory.description}${repository === undefined ? '' : ` for repository ${repository}`}`,
      next: 'See what is with `phase-mirror fp list`; a finding is recorded when its change is, and for 90 days',
    });
  }
  if (others.length === 0) return only;
  const names = candidates.slice(0, 10).map(({ findingId, places }) => {
    const [place] = places;
    return repository === undefined && place !== undefined ? `${findingId} (${place.repository})` : findingId;
  });
  throw new PhaseMirrorError('user', {
    thing: `the finding ${prefix}`,
    reason: `could be any of ${names.join(', ')}${candidates.length > names.length ? ' and more' : ''}`,
    next:
      new Set(candidates.map(({ findingId }) => findingId)).size === 1
        ? 'Say which repository with --repository'
        : 'Give more digits',
    exitCode: EXIT_CODES.usage,
  });
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
