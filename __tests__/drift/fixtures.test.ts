/**
 * One folder per case in __tests__/fixtures/drift: `baseline/` was accepted, `current/` is there now, `case.json` says what
 * has to be told. Every case is also read as a whole and as what changed only: both have to say the same.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { compareStates } from '../../src/drift/compare.js';
import type { Drift, FactChange } from '../../src/drift/types.js';
import { filesBelow } from '../support/memory-snapshot.js';
import { baselineOf, type Files, stateOf } from './support.js';

interface Case {
  readonly baselineModes?: Readonly<Record<string, string>>;
  readonly currentModes?: Readonly<Record<string, string>>;
  /** One line for each file and each of its facts. */
  readonly expected: readonly string[];
}

const ROOT = join(process.cwd(), '__tests__/fixtures/drift');

function files(name: string, side: string): Files {
  const folder = join(ROOT, name, side);
  return existsSync(folder) ? filesBelow(folder) : {};
}

function told(drift: Drift): string[] {
  const fact = ({ severity, sentence, place, widened, schema }: FactChange, indent: string): string =>
    `${indent}${severity}${widened ? ' widened' : ''}${schema ? ' schema' : ''}: ${sentence} @ ${place.path}:${place.line}${place.gone ? ' before' : ''}`;
  return [
    ...drift.files.flatMap((file) => [
      `${file.severity}${file.schema ? ' schema' : ''}: ${file.path} ${file.sentence}`,
      ...file.facts.map((one) => fact(one, '  ')),
    ]),
    ...drift.others.map((one) => fact(one, '')),
  ];
}

describe('drift', () => {
  it.each(readdirSync(ROOT).sort())('%s', async (name) => {
    const wanted = JSON.parse(readFileSync(join(ROOT, name, 'case.json'), 'utf8')) as Case;
    const before = { files: files(name, 'baseline'), modes: wanted.baselineModes ?? {} };
    const now = { files: files(name, 'current'), modes: wanted.currentModes ?? {} };
    const accepted = await baselineOf(before);
    const state = await stateOf(now, accepted);
    expect(told(compareStates(accepted, state))).toEqual(wanted.expected);
    // The same state, read without what was known; a baseline that governs more files sees more.
    const again = await baselineOf(now);
    const seen = new Set(again.files.map(({ path }) => path));
    expect(state.facts.filter(({ path }) => seen.has(path))).toEqual(again.facts);
    // Nothing is left once it is accepted.
    expect(told(compareStates(again, await stateOf(now, again)))).toEqual([]);
  });
});
