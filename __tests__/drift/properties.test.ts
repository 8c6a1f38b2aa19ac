/** What holds for every pair of states. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { baselineText, readBaseline } from '../../src/drift/baseline.js';
import { compareStates } from '../../src/drift/compare.js';
import { sortFacts } from '../../src/drift/facts/sort.js';
import { magnitudeOf, movesOf } from '../../src/drift/files.js';
import { makeBaseline } from '../../src/drift/make-baseline.js';
import { patternsOf } from '../../src/drift/scope.js';
import { API_PARTS, type BaselineFile, FACT_KINDS, type Fact, type Observation } from '../../src/drift/types.js';
import { unchanged } from '../../src/drift/unchanged.js';
import { emptyConfig } from '../../src/policy/config.js';
import { ACCEPTANCE, COMMIT, TREE } from './support.js';

const path = fc.constantFrom('a.yml', 'b/a.yml', '.github/workflows/ci.yml', 'CODEOWNERS', 'infra/x.tf', 'CITATION');
const files = fc
  .uniqueArray(
    fc.record({
      path,
      mode: fc.constantFrom('100644', '100755', '120000'),
      digest: fc.constantFrom('1', '2', '3').map((digit) => digit.repeat(40)),
    }),
    { selector: (file) => file.path },
  )
  .map((list): BaselineFile[] => [...list].sort((a, b) => (a.path < b.path ? -1 : 1)));

const word = fc.oneof(
  fc.constantFrom('main', 'build', 'contents', '*', 'write', 'read', 'default', 'sub', 'role', '/a/'),
  fc.string({ maxLength: 8 }),
);
const fact: fc.Arbitrary<Fact> = fc.record(
  {
    kind: fc.constantFrom(...FACT_KINDS),
    key: fc.array(word, { minLength: 1, maxLength: 4 }),
    value: word,
    path: fc.oneof(path, fc.constant('')),
    line: fc.nat(99),
    note: word,
  },
  { requiredKeys: ['kind', 'key', 'value', 'path', 'line'] },
);
const facts = fc.array(fact, { maxLength: 30 });

function stateOf(list: readonly BaselineFile[], some: readonly Fact[]): Observation {
  return {
    head: { commit: COMMIT, tree: TREE },
    patterns: patternsOf(emptyConfig()),
    files: list,
    facts: sortFacts(some),
    api: ['protection', 'environments', 'workflows'],
    unreadable: [],
    gaps: [],
    uncommitted: new Set(),
  };
}

const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });

describe('every pair of states', () => {
  it('has no drift from itself', () => {
    fc.assert(
      fc.property(files, facts, (list, some) => {
        const state = stateOf(list, some);
        const drift = compareStates(makeBaseline(state, ACCEPTANCE), state);
        expect(drift).toMatchObject({ files: [], others: [], severity: null, widened: false, schema: false, id: '' });
        expect(drift.magnitude.value).toBe(0);
      }),
    );
  });

  it('is told without comparing only as comparing tells it', () => {
    const api = fc.subarray([...API_PARTS]);
    const unreadable = fc.subarray([{ path: 'a.yml', reason: 'is not UTF-8 text' }]);
    const gaps = fc.subarray(['One thing was not looked at', 'Nor was another']);
    const other = fc.record({ files: fc.option(files, { freq: 1 }), facts: fc.option(facts, { freq: 1 }) });
    let told = 0;
    fc.assert(
      fc.property(
        files,
        facts,
        fc.record({ asked: api, asks: api, unreadable, gaps }),
        other,
        fc.boolean(),
        (list, some, { asked, asks, ...open }, more, said) => {
          // Mostly what files say, because with GitHub's word nothing is told.
          const own = said ? some.filter(({ path: at }) => at !== '') : some;
          const baseline = makeBaseline({ ...stateOf(list, own), api: said ? [] : asked }, ACCEPTANCE);
          const now = stateOf(more.files ?? list, more.facts ?? own);
          const state = { ...now, ...open, api: said ? [] : asks, unreadable: said ? [] : open.unreadable };
          const drift = unchanged(baseline, state);
          if (drift === null) return;
          told += 1;
          expect(drift).toEqual(compareStates(baseline, state));
        },
      ),
    );
    expect(told).toBeGreaterThan(0);
  });

  it('has a magnitude from 0 to 1, 0 for nothing, the same in both directions, counting every path once', () => {
    fc.assert(
      fc.property(files, files, (before, after) => {
        const magnitude = magnitudeOf(before, after, movesOf(before, after));
        expect(magnitude.value).toBeGreaterThanOrEqual(0);
        expect(magnitude.value).toBeLessThanOrEqual(1);
        expect(magnitude).toEqual(magnitudeOf(after, before, movesOf(after, before)));
        const same = before.filter((file) =>
          after.some(
            ({ path: other, mode, digest }) => other === file.path && mode === file.mode && digest === file.digest,
          ),
        );
        expect(magnitude.changed + same.length).toBe(magnitude.total);
      }),
    );
  });

  it('does not depend on the order of files and facts', () => {
    fc.assert(
      fc.property(
        fc
          .tuple(files, facts, files, facts)
          .chain(([before, some, after, more]) =>
            fc.tuple(
              fc.constant({ before, some, after, more }),
              shuffled(before),
              shuffled(sortFacts(some)),
              shuffled(after),
              shuffled(sortFacts(more)),
            ),
          ),
        ([given, before, some, after, more]) => {
          const header = makeBaseline(stateOf(given.before, given.some), ACCEPTANCE).header;
          const straight = compareStates(
            { header, files: given.before, facts: sortFacts(given.some) },
            stateOf(given.after, given.more),
          );
          const mixed = compareStates(
            { header, files: before, facts: some },
            { ...stateOf(after, given.more), facts: more },
          );
          expect(mixed).toEqual(straight);
        },
      ),
    );
  });

  it('says nothing with a line break or an open backtick, and has an id exactly when something is said', () => {
    fc.assert(
      fc.property(files, facts, files, facts, (before, some, after, more) => {
        const drift = compareStates(makeBaseline(stateOf(before, some), ACCEPTANCE), stateOf(after, more));
        const said = [...drift.files, ...drift.files.flatMap((file) => file.facts), ...drift.others];
        for (const { sentence } of said) {
          expect(sentence).not.toMatch(/[\n\r]/);
          expect(sentence.split('`').length % 2).toBe(1);
        }
        expect(drift.id === '').toBe(said.length === 0);
        expect(drift.severity === null).toBe(said.length === 0);
      }),
    );
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(files, facts, (list, some) => {
        const baseline = makeBaseline(stateOf(list, some), ACCEPTANCE);
        const text = baselineText(baseline);
        expect(readBaseline(text, ACCEPTANCE)).toEqual(baseline);
        expect(baselineText(readBaseline(text, ACCEPTANCE))).toBe(text);
      }),
    );
  });
});
