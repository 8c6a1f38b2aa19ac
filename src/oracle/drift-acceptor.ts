/** Who accepts, and whether they may. In a workflow GitHub says who it is; from a terminal git or AWS does. */

import type { BaselineHeader } from '../drift/types.js';
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import type { People } from '../github/collaborators.js';
import type { DriftBackend } from './drift-backend.js';
import type { Place } from './drift-place.js';
import type { AcceptRequest, DriftRun } from './drift-types.js';

export const MIN_REASON = 8;
const MAX_REASON = 1000;
const MAX_NAME = 300;

/** The reason, trimmed. @throws PhaseMirrorError `user` when it says nothing */
export function checkReason(reason: string): string {
  const text = reason.trim();
  if (text.length >= MIN_REASON && text.length <= MAX_REASON) return text;
  throw new PhaseMirrorError('user', {
    thing: 'The reason',
    reason: text === '' ? 'is missing' : `has ${text.length} characters, not ${MIN_REASON} to ${MAX_REASON}`,
    next: 'Say why this state is right: it is kept with the baseline',
    exitCode: EXIT_CODES.failed,
  });
}

/**
 * What can be said of a run before anything is opened.
 *
 * @throws PhaseMirrorError `user`: not asked for by a person, or a re-run by another one
 */
export function checkRun(run: DriftRun | null): void {
  if (run === null) return;
  const { event, attempt, actor, triggeringActor, restricted } = run;
  if (event !== 'workflow_dispatch' || restricted !== null) {
    throw refused(
      `by the event ${event}`,
      'a person has to ask for it',
      'Start the workflow by hand (workflow_dispatch)',
    );
  }
  if (attempt > 1 && !same(actor, triggeringActor)) {
    throw refused(
      `by ${triggeringActor}`,
      `this is a re-run of a run that ${actor} started, with its reason`,
      'Start a run of your own',
    );
  }
}

/**
 * @throws PhaseMirrorError `user`: not allowed, or git knows no address; `evidence`: GitHub did not say; StoreError of STS
 */
export async function acceptorOf(
  request: AcceptRequest,
  place: Place,
  backend: DriftBackend,
): Promise<BaselineHeader['acceptedBy']> {
  if (request.run !== null) {
    const { triggeringActor } = request.run;
    await requireAllowed(triggeringActor, request, place);
    return { name: triggeringActor, kind: 'github' };
  }
  if (backend.aws !== null) return { name: (await backend.aws.callerIdentity()).slice(0, MAX_NAME), kind: 'aws' };
  const email = (await place.git.line(['config', '--get', 'user.email'], { okCodes: [0, 1] })).trim();
  if (email !== '') return { name: email.slice(0, MAX_NAME), kind: 'local' };
  throw new PhaseMirrorError('user', {
    thing: 'Who accepts',
    reason: 'is not known: git has no user.email here',
    next: 'Set it: git config user.email you@example.org',
  });
}

/** `drift.accept` of the default branch; without it, the roles admin and maintain. */
async function requireAllowed(login: string, request: AcceptRequest, { policy }: Place): Promise<void> {
  const entries = policy?.drift.accept.map(({ value }) => value) ?? [];
  if (login === '') throw refused('by nobody', 'the run does not say who started it', 'Start the workflow by hand');
  if (entries.some((entry) => !entry.includes('/') && same(entry, login))) return;
  const teams = entries.flatMap((entry) => {
    const [organisation = '', team] = entry.split('/');
    return team === undefined ? [] : [{ organisation, team }];
  });
  if (entries.length > 0 && teams.length === 0) throw notListed(login, entries);
  const people = await openPeople(request);
  const unknown: string[] = [];
  if (entries.length === 0) {
    const answer = await people.maintains(login);
    if (answer.ok && answer.value) return;
    if (!answer.ok) throw notSaid(`the role of ${login}`, answer.detail);
    throw refused(
      `by ${login}`,
      `${login} has neither the role admin nor maintain in ${request.repository ?? 'this repository'}`,
      'Ask somebody who has, or list who may accept under `drift.accept` on the default branch',
    );
  }
  for (const { organisation, team } of teams) {
    const answer = await people.isMember(organisation, team, login);
    if (answer.ok && answer.value) return;
    if (!answer.ok) unknown.push(`${organisation}/${team}: ${answer.detail}`);
  }
  if (unknown.length > 0) throw notSaid(`whether ${login} is in a team that may accept`, unknown.join('; '));
  throw notListed(login, entries);
}

/**
 * `drift.accept` holds for runs, where GitHub says who it is. A file that anybody writes in a clone is held by who may
 * merge it.
 */
export function notEnforced(request: AcceptRequest, { policy }: Place): string[] {
  if (request.run !== null || (policy?.drift.accept ?? []).length === 0) return [];
  return [
    request.store.backend === 'file'
      ? '`drift.accept` is not enforced here: whoever may merge the file accepts. Give it owners: a line for .github/phase-mirror-baseline.json in CODEOWNERS, with review by code owners required.'
      : '`drift.accept` is not enforced here: it holds for acceptances in a workflow.',
  ];
}

async function openPeople(request: AcceptRequest): Promise<People> {
  const { token, repository = '' } = request;
  if (token === undefined) throw notSaid('who may accept', 'the input `github-token` is empty');
  const { openPeople: open } = await import('../github/collaborators.js');
  return await open({ token, repository, apiUrl: request.apiUrl ?? 'https://api.github.com' });
}

function notListed(login: string, entries: readonly string[]): PhaseMirrorError {
  const hint = entries.some((entry) => entry.includes('/'))
    ? ' (a team counts only where `github-token` may read it: `members: read` of the organisation)'
    : '';
  return refused(
    `by ${login}`,
    `\`drift.accept\` of the default branch lists ${entries.join(', ')}`,
    `Ask one of them${hint}, or change the list on the default branch`,
  );
}

function refused(by: string, why: string, next: string): PhaseMirrorError {
  return new PhaseMirrorError('user', { thing: `An acceptance ${by}`, reason: `is refused: ${why}`, next });
}

function notSaid(what: string, detail: string): PhaseMirrorError {
  return new PhaseMirrorError('evidence', {
    thing: what,
    reason: `could not be found out: ${detail}`,
    next: 'Nothing was accepted. Mend that and run it again',
  });
}

/** Logins are case-insensitive. */
function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
