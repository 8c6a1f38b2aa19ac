/** What a contract suite needs of a backend, and how it registers its cases. */
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from '@jest/globals';
import type { StoreErrorCode } from '../../src/stores/errors.js';
import { StoreError } from '../../src/stores/errors.js';
import type { Clock, SecretStore } from '../../src/stores/ports.js';
import type { Stores } from '../../src/stores/stores.js';
import { DEVIATIONS, type Deviation } from './deviations.js';

export type BackendName = 'sqlite' | 'moto' | 'ministack';

/** The hour at which every case starts: noon of a day without anything special, far from the end of a year. */
export const START = Date.parse('2026-05-13T12:00:00.000Z');

/** A clock that stands still until a case moves it. */
export class ManualClock implements Clock {
  constructor(private instant: number = START) {}

  now(): number {
    return this.instant;
  }

  set(instant: number): void {
    this.instant = instant;
  }

  advance(milliseconds: number): void {
    this.instant += milliseconds;
  }
}

export interface Opened<S extends Stores = Stores> {
  readonly stores: S;
  /** A further handle on the same data, as another process would have. Closed with the rest. */
  another(): Promise<S>;
  close(): Promise<void>;
}

export interface Backend<S extends Stores = Stores> {
  readonly name: BackendName;
  /** How many writers at once, and how often each of them writes. */
  readonly scale: { readonly writers: number; readonly each: number };
  /** Stores that hold nothing. */
  open(clock: Clock): Promise<Opened<S>>;
}

export type SecretBackend = Backend<Stores & { readonly nonces: SecretStore; readonly salts: SecretStore }>;

export interface Case<S extends Stores = Stores> extends Opened<S> {
  readonly clock: ManualClock;
  readonly backend: Backend<S>;
}

export type Check<S extends Stores = Stores> = (
  id: string,
  title: string,
  body: (world: Case<S>) => Promise<void>,
  timeout?: number,
) => void;

/**
 * Registers the cases of one port. Where deviations.ts records that a server deviates, the same case has to fail there,
 * in the way that is recorded: a server that was mended makes it fail, and the record goes.
 *
 * Every suite ends with `done()`: a record that names no case is a mistake.
 */
export function casesOf<S extends Stores>(
  port: string,
  backend: Backend<S>,
): { readonly check: Check<S>; readonly done: () => void } {
  const ids = new Set<string>();
  const check: Check<S> = (id, title, body, timeout) => {
    if (ids.has(id)) throw new Error(`${port} has two cases ${id}`);
    ids.add(id);
    const deviation = deviationOf(`${port}/${id}`, backend.name);
    const run = async (): Promise<void> => {
      const clock = new ManualClock();
      const opened = await backend.open(clock);
      try {
        await body({ ...opened, clock, backend });
      } finally {
        await opened.close();
      }
    };
    if (deviation === undefined) it(title, run, timeout);
    else it(deviatingTitle(title, deviation), () => expectDeviation(run, deviation), timeout);
  };
  const done = (): void => {
    it('has no recorded deviation of a case that does not exist', () => {
      const recorded = DEVIATIONS.map(({ case: named }) => named).filter((named) => named.startsWith(`${port}/`));
      expect(recorded.filter((named) => !ids.has(named.slice(port.length + 1)))).toEqual([]);
    });
  };
  return { check, done };
}

export function deviationOf(id: string, name: BackendName): Deviation | undefined {
  return DEVIATIONS.find((deviation) => deviation.case === id && deviation.server === name);
}

export function deviatingTitle(title: string, { believed, instead }: Deviation): string {
  return `${title} [deviation; ${believed} is believed. Here: ${instead}]`;
}

/** Runs a case that has to fail as it is recorded. */
export async function expectDeviation(run: () => Promise<void>, { shows }: Deviation): Promise<void> {
  const shown = await run().then(
    () => 'nothing: the case passes. The server was mended, and the record in deviations.ts goes.',
    (error: unknown) => stripVTControlCharacters(error instanceof Error ? error.message : String(error)),
  );
  expect(shown).toMatch(shows);
}

/** The store's error of a call that has to fail. */
export async function failureOf(call: Promise<unknown>): Promise<StoreError> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) throw new Error(`expected a StoreError, got ${JSON.stringify(outcome.value)}`);
  if (outcome.error instanceof StoreError) return outcome.error;
  throw outcome.error;
}

export async function expectCode(call: Promise<unknown>, code: StoreErrorCode): Promise<StoreError> {
  const error = await failureOf(call);
  expect({ code: error.code, message: error.message }).toEqual({ code, message: expect.stringContaining(`(${code})`) });
  return error;
}

/** Runs `tasks` at once and sorts what became of them. An error that is no StoreError is thrown. */
export async function race<T>(
  tasks: readonly (() => Promise<T>)[],
): Promise<{ readonly won: readonly T[]; readonly lost: readonly StoreErrorCode[] }> {
  const outcomes = await Promise.allSettled(tasks.map((task) => task()));
  const won: T[] = [];
  const lost: StoreErrorCode[] = [];
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') won.push(outcome.value);
    else if (outcome.reason instanceof StoreError) lost.push(outcome.reason.code);
    else throw outcome.reason;
  }
  return { won, lost };
}
