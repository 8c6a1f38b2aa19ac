/** A DynamoDB client that answers what a case tells it to, and keeps what it was asked. */
import type { CancellationReason, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import type { FPEvent } from '../../../src/stores/ports.js';

export interface Asked {
  /** `GetItem`, `TransactWriteItems` … */
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: a case looks at one request out of a dozen types.
  readonly input: any;
}

/** An answer, or an error to throw, or a function of the request that gives either. */
export type Answer = object | ((asked: Asked) => object);

export interface ScriptedClient {
  readonly asked: Asked[];
  readonly clients: { readonly dynamodb: DynamoDBClient };
}

/** Answers in this order; the last answer goes on for ever. */
export function scripted(...answers: Answer[]): ScriptedClient {
  const asked: Asked[] = [];
  const send = async (command: { constructor: { name: string }; input: unknown }): Promise<object> => {
    const request = { name: command.constructor.name.replace(/Command$/, ''), input: command.input };
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(request);
    const result = typeof answer === 'function' ? answer(request) : answer;
    if (result instanceof Error) throw result;
    return result ?? {};
  };
  return { asked, clients: { dynamodb: { send } as unknown as DynamoDBClient } };
}

/** @param attempts how often the SDK sent the request before it gave this up */
export function cancelled(codes: readonly string[], attempts = 1): Error {
  const CancellationReasons = codes.map((Code): CancellationReason => ({ Code }));
  return new TransactionCanceledException({ message: 'cancelled', $metadata: { attempts }, CancellationReasons });
}

export function conditionFailed(attempts = 1): Error {
  return new ConditionalCheckFailedException({ message: 'the condition failed', $metadata: { attempts } });
}

export const NOW = Date.UTC(2026, 10, 24, 12);

export function eventOf(parts: Partial<FPEvent> = {}): FPEvent {
  return {
    eventId: 'e'.repeat(64),
    findingId: 'f'.repeat(32),
    ruleId: 'MD-001',
    ruleVersion: 1,
    repository: 'a1'.repeat(32),
    saltVersion: 1,
    change: 'pr#7',
    severity: 'high',
    level: 'block',
    blocked: true,
    actors: ['ann', 'bob'],
    occurredAt: NOW - 60_000,
    ...parts,
  };
}

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
export const identities = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,20}$/);
export const instants = fc.integer({ min: 0, max: 253_402_300_799_999 });

/** Any event that validate.ts takes, whenever it is. */
export const events: fc.Arbitrary<FPEvent> = fc.record({
  eventId: hex(64),
  findingId: hex(32),
  ruleId: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/),
  ruleVersion: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  repository: identities,
  saltVersion: fc.nat(),
  change: fc.string({ minLength: 1, unit: 'binary' }).map((name) => `ref#${name}`),
  severity: fc.constantFrom('critical', 'high', 'medium', 'low'),
  level: fc.constantFrom('block', 'warn'),
  blocked: fc.boolean(),
  actors: fc.array(identities, { maxLength: 5 }),
  occurredAt: instants,
});
