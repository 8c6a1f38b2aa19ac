/** `phase-mirror consent grant|revoke|check|show`: what may be recorded about a repository, and who said so. */
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import type { ConsentTarget, Memory } from '../oracle.js';
import { isInForce } from '../stores/consent.js';
import type { ConsentAnswer, ConsentReason, ConsentRecord } from '../stores/ports.js';
import type { ConsentCommand } from './args-memory.js';
import type { Io } from './io.js';
import { identityText, instantText, isoOf, jsonText, orgId, personId, repositoryId, withMemory } from './memory.js';

/** What is said of it; `check` prints the first word first. */
export const REASONS: Readonly<Record<ConsentReason, string>> = {
  'granted-by-org': 'the organisation granted it',
  'granted-by-repository': 'the repository granted it',
  'never-granted': 'nobody ever granted anything for it',
  excluded: 'the organisation leaves this repository out',
  revoked: 'the grant was revoked',
  expired: 'the grant has run out',
  'resource-not-granted': 'the grant is for something else',
};

/** @returns 0; for `check` 1 when it is not granted */
export async function runConsent(command: ConsentCommand, io: Io): Promise<number> {
  const org = await orgId(command.org, io);
  const repository =
    command.repository === undefined ? undefined : await repositoryId('--repository', command.repository, io, org);
  const target: ConsentTarget = { org, ...(repository === undefined ? {} : { repository }) };
  switch (command.action) {
    case 'grant':
      return await grant(command, target, io);
    case 'revoke':
      return await revoke(command, target, io);
    case 'check':
      return await check(command, target, io);
    case 'show':
      return await show(command, target, io);
  }
}

async function grant(command: ConsentCommand, scope: ConsentTarget, io: Io): Promise<number> {
  const { target, resources, revocable, expires } = command;
  if (expires !== undefined && expires <= io.clock()) {
    throw new PhaseMirrorError('user', {
      thing: '--expires',
      reason: `${isoOf(expires)} is not in the future`,
      next: 'Give a later date, or leave it out for a grant that holds until it is revoked',
      exitCode: EXIT_CODES.usage,
    });
  }
  const grantor = await personId('--grantor', command.by, target.backend, io);
  const excludes: number[] = [];
  for (const name of command.excludes) excludes.push(await repositoryId('--exclude', name, io, scope.org));
  const { record, description } = await withMemory({ target, access: 'create' }, io, async (memory) => ({
    record: await memory.grant(scope, { resources, excludes, grantor, revocable, expiresAt: expires ?? null }),
    description: memory.description,
  }));
  printRecord('Granted', record, command, io);
  if (command.format === 'text') io.stdout(`  stored in ${description}\n`);
  return EXIT_CODES.ok;
}

async function revoke(command: ConsentCommand, scope: ConsentTarget, io: Io): Promise<number> {
  const by = await personId('--by', command.by, command.target.backend, io);
  const revokeIt = (memory: Memory): Promise<ConsentRecord> => memory.revoke(scope, by);
  const record = await withMemory({ target: command.target, access: 'write' }, io, revokeIt);
  printRecord('Revoked', record, command, io);
  return EXIT_CODES.ok;
}

async function check(command: ConsentCommand, { org, repository }: ConsentTarget, io: Io): Promise<number> {
  if (repository === undefined) throw new TypeError('the parser asks for --repository');
  const { target, resources } = command;
  const answer = await withMemory({ target, access: 'read' }, io, (memory) =>
    memory.check({ org, repository }, resources),
  );
  if (command.format === 'json') io.stdout(jsonText({ ...answer, resources }));
  else io.stdout(answerText(answer, command));
  return answer.granted ? EXIT_CODES.ok : EXIT_CODES.blocked;
}

function answerText({ granted, reason, missing }: ConsentAnswer, { resources }: ConsentCommand): string {
  const lacking = reason === 'resource-not-granted' ? `; missing: ${missing.join(', ')}` : '';
  return `${granted ? 'GRANTED' : 'NOT GRANTED'}  ${resources.join(', ')}: ${REASONS[reason]}${lacking}\n`;
}

async function show(command: ConsentCommand, scope: ConsentTarget, io: Io): Promise<number> {
  const { record, history } = await withMemory({ target: command.target, access: 'read' }, io, async (memory) => ({
    record: await memory.consent(scope),
    history: await memory.consentHistory(scope),
  }));
  if (command.format === 'json') {
    io.stdout(jsonText({ record: record === null ? null : recordJson(record), history: history.map(recordJson) }));
    return EXIT_CODES.ok;
  }
  if (record === null) io.stdout(`Never granted: ${scopeWords(scope)}\n`);
  else io.stdout(recordText(isInForce(record, io.clock()) ? 'In force' : 'Not in force', record));
  if (history.length > 0) io.stdout(`\nHistory\n${history.map((entry) => `  ${historyLine(entry)}\n`).join('')}`);
  return EXIT_CODES.ok;
}

function printRecord(word: string, record: ConsentRecord, { format }: ConsentCommand, io: Io): void {
  io.stdout(format === 'json' ? jsonText({ record: recordJson(record) }) : recordText(word, record));
}

function recordText(word: string, record: ConsentRecord): string {
  const { resources, excludes, grantor, grantedAt, expiresAt, revocable, revoked } = record;
  const until = expiresAt === null ? 'until it is revoked' : `until ${instantText(expiresAt)}`;
  return [
    `${word}: ${scopeOf(record)}, version ${record.version}`,
    `  what     ${resources.join(', ')}`,
    ...(excludes.length === 0 ? [] : [`  without  ${excludes.map(identityText).join(', ')}`]),
    `  granted  ${instantText(grantedAt)} by ${identityText(grantor)}`,
    ...(revoked === null
      ? [`  holds    ${until}${revocable ? '' : ', cannot be revoked'}`]
      : [`  revoked  ${instantText(revoked.at)} by ${identityText(revoked.by)}`]),
    '',
  ].join('\n');
}

function historyLine(record: ConsentRecord): string {
  const { resources, excludes, grantedAt, grantor, expiresAt, revoked, version } = record;
  const head = `${scopeOf(record)}, version ${version}`;
  if (revoked !== null) return `${instantText(revoked.at)}  ${head}: revoked by ${identityText(revoked.by)}`;
  const without = excludes.length === 0 ? '' : `, without ${excludes.map(identityText).join(', ')}`;
  const until = expiresAt === null ? '' : `, until ${instantText(expiresAt)}`;
  return `${instantText(grantedAt)}  ${head}: ${resources.join(', ')}${without}${until}, granted by ${identityText(grantor)}`;
}

function scopeOf({ scope }: ConsentRecord): string {
  return scope.kind === 'org' ? identityText(scope.org) : identityText(scope.repository);
}

function scopeWords({ org, repository }: ConsentTarget): string {
  return repository === undefined ? `organisation ${org}` : `repository ${repository} of ${org}`;
}

function recordJson({ grantedAt, expiresAt, revoked, ...record }: ConsentRecord): Readonly<Record<string, unknown>> {
  return {
    ...record,
    grantedAt: isoOf(grantedAt),
    expiresAt: expiresAt === null ? null : isoOf(expiresAt),
    revoked: revoked === null ? null : { by: revoked.by, at: isoOf(revoked.at) },
  };
}
