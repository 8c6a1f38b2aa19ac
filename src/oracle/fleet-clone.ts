/** One clone of a fleet: evaluated as `evaluate` does without a network, and what its files say besides. */
import { basename } from 'node:path';
import { PhaseMirrorError } from '../errors.js';
import { daysBetween } from '../policy/dates.js';
import { inlineSuppressions } from '../policy/inline-suppressions.js';
import { loadPolicy } from '../policy/load.js';
import type { Config } from '../policy/types.js';
import type { FleetException } from '../report/fleet-types.js';
import type { Report } from '../report/types.js';
import { Git } from '../repository/git.js';
import { buildModel, isGoverned } from '../repository/model.js';
import { resolveSubject } from '../repository/subject.js';
import type { RepositoryModel } from '../repository/types.js';
import { committedCopy } from './committed-levels.js';
import { evaluateRun } from './evaluate-run.js';
import { RULE_IDS } from './run-context.js';
import type { LevelsAnswer } from './run-memory.js';

/** Days before its end in which an exception is listed. */
export const EXPIRING_DAYS = 30;

export interface CloneFacts {
  readonly report: Report;
  readonly config: Config;
  /** Paths of the workflows that run the gate. */
  readonly gates: readonly string[];
  readonly expiring: readonly FleetException[];
  /** What the signed copy of the levels says of a repository: by its numeric id, null where that is not known. */
  readonly copied: (repositoryId: number | null) => LevelsAnswer;
}

export interface CloneRequest {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly clock: () => number;
}

export interface Clone {
  readonly git: Git;
  /** `owner/name` of its `origin`; null where that is none of a host. */
  readonly origin: string | null;
}

/** @throws PhaseMirrorError `user`: there is no clone */
export async function openClone(folder: string, { environment }: Pick<CloneRequest, 'environment'>): Promise<Clone> {
  const git = await Git.open(folder, environment);
  if (git !== null) return { git, origin: await originOf(git) };
  throw new PhaseMirrorError('user', {
    thing: folder,
    reason: 'is not inside a git repository',
    next: 'Name a clone',
  });
}

/** @throws PhaseMirrorError `user`, `evidence`: the clone cannot be evaluated; a bug of ours is thrown as it is */
export async function lookAtClone({ git, origin }: Clone, { environment, clock }: CloneRequest): Promise<CloneFacts> {
  const today = new Date(clock()).toISOString().slice(0, 10);
  const { report } = await evaluateRun({
    ...{ folder: git.top, environment, clock, event: { kind: 'terminal' }, eventName: 'terminal' },
    ...{ strict: false, apiExpected: false, timings: false },
    ...(origin === null ? {} : { repository: origin }),
  });
  const { subject } = await resolveSubject(git, git.top, { kind: 'terminal' }, isGoverned);
  try {
    const { config } = await loadPolicy({ subject, base: null, fromBase: false }, { ruleIds: RULE_IDS, today });
    const { model } = await buildModel(subject);
    const inline = inlineSuppressions(model.texts, { ruleIds: RULE_IDS, today });
    const expiring = expiringOf([...config.suppressions, ...inline], today);
    const keys = config.trustedKeys.map(({ value }) => value);
    const copied = await committedCopy({ keys, tree: subject }, clock());
    return { report, config, gates: gatesOf(model), expiring, copied };
  } finally {
    await subject.close();
  }
}

/** What a clone is called without an origin. */
export function folderName(folder: string): string {
  return basename(folder) || folder;
}

/** `https://github.com/octo-org/app.git`, `git@github.com:octo-org/app`; a path on this machine names nothing. */
async function originOf(git: Git): Promise<string | null> {
  const url = await git.line(['config', '--get', 'remote.origin.url'], { okCodes: [0, 1] });
  if (/^(?:file:|\.{0,2}\/)/.test(url) || !/^(?:\w+:\/\/|[\w.-]+@[\w.-]+:)/.test(url)) return null;
  const path = url
    .slice(0, 500)
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  return /[/:]([\w.-]+\/[\w.-]+)$/.exec(path)?.[1] ?? null;
}

/** `PhaseMirror/evaluate@v1`, its sub-action also of a copy; `./actions/evaluate` and `$/…` in its own repository. */
const GATE =
  /^phasemirror\/evaluate@|^(?:[\w.-]{1,100}\/){1,4}actions\/evaluate@|^(?:\.|\$)\/(?:[\w.-]{1,100}\/){0,4}actions\/evaluate\/?$/i;
/** What a gate has to run on; recording runs on pushes and after other workflows. */
const GATE_EVENTS: ReadonlySet<string> = new Set(['pull_request', 'pull_request_target', 'merge_group']);

function gatesOf({ workflows }: Pick<RepositoryModel, 'workflows'>): string[] {
  return workflows
    .filter(({ triggers }) => triggers.some(({ event }) => GATE_EVENTS.has(event)))
    .filter(({ jobs }) => jobs.some(({ steps }) => steps.some(({ uses }) => GATE.test(uses?.value ?? ''))))
    .map(({ path }) => path)
    .sort();
}

function expiringOf(suppressions: Config['suppressions'], today: string): FleetException[] {
  return suppressions
    .map(({ rule: ruleId, path, findingId, until, at, owner }) => ({
      ...{ ruleId, target: path ?? findingId ?? '', until, daysLeft: daysBetween(today, until) },
      ...{ path: at.path, line: at.line, owner: owner ?? '' },
    }))
    .filter(({ daysLeft }) => daysLeft >= 0 && daysLeft <= EXPIRING_DAYS)
    .sort((one, other) => one.daysLeft - other.daysLeft || (one.ruleId < other.ruleId ? -1 : 1));
}
