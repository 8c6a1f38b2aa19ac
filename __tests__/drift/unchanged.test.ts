/** When a state is told to be the accepted one without comparing: a wrong yes would hide a drift. */
import { describe, expect, it } from '@jest/globals';
import type { BaselineFile, Fact } from '../../src/drift/types.js';
import { unchanged } from '../../src/drift/unchanged.js';

const FILES: readonly BaselineFile[] = [
  { path: 'CODEOWNERS', mode: '100644', digest: '1'.repeat(40) },
  { path: 'action.yml', mode: '100644', digest: '2'.repeat(40) },
];
const FACT: Fact = { kind: 'codeowners', key: ['*'], value: '@ada', path: 'CODEOWNERS', line: 1 };

const header = { api: [] };
const accepted = { header, files: FILES, facts: [FACT] };
const state = { files: FILES, facts: [FACT], api: [], unreadable: [], gaps: [] };
const [first, second] = FILES as [BaselineFile, BaselineFile];

describe('a state', () => {
  it('that is the accepted one has no drift, and says what was not looked at', () => {
    expect(unchanged(accepted, { ...state, gaps: ['One file was not looked at'] })).toEqual({
      ...{ files: [], others: [], severity: null, widened: false, schema: false, id: '' },
      magnitude: { changed: 0, total: 2, value: 0 },
      notCompared: ['One file was not looked at'],
    });
    expect(unchanged({ header, files: [], facts: [] }, { ...state, files: [], facts: [] })?.magnitude).toEqual({
      ...{ changed: 0, total: 0, value: 0 },
    });
  });

  it.each<[string, Partial<typeof state>]>([
    ['one file more', { files: [...FILES, { ...second, path: 'b' }] }],
    ['one file less', { files: [first] }],
    ['another path', { files: [first, { ...second, path: 'b' }] }],
    ['another content', { files: [first, { ...second, digest: '3'.repeat(40) }] }],
    ['another mode', { files: [first, { ...second, mode: '120000' }] }],
    ['one fact more', { facts: [FACT, { ...FACT, key: ['/a'] }] }],
    ['no fact', { facts: [] }],
    ['a fact of another kind', { facts: [{ ...FACT, kind: 'job' }] }],
    ['another key', { facts: [{ ...FACT, key: ['/a'] }] }],
    ['a longer key', { facts: [{ ...FACT, key: ['*', 'a'] }] }],
    ['another value', { facts: [{ ...FACT, value: '@eve' }] }],
    ['a fact of another file', { facts: [{ ...FACT, path: 'docs/CODEOWNERS' }] }],
    ['a fact at another line', { facts: [{ ...FACT, line: 2 }] }],
    ['another note', { facts: [{ ...FACT, note: 'v2' }] }],
  ])('with %s is compared', (_what, other) => {
    expect(unchanged(accepted, { ...state, ...other })).toBeNull();
  });

  it('is compared where its list holds a path twice, or GitHub or an unreadable file has a part in it', () => {
    const twice = [first, first];
    expect(unchanged({ ...accepted, files: twice }, { ...state, files: twice })).toBeNull();
    expect(unchanged({ ...accepted, header: { api: ['protection'] } }, state)).toBeNull();
    expect(unchanged(accepted, { ...state, api: ['workflows'] })).toBeNull();
    expect(unchanged(accepted, { ...state, unreadable: [{ path: 'action.yml', reason: 'is a folder' }] })).toBeNull();
    const said = [{ ...FACT, path: '', line: 0 }];
    expect(unchanged({ ...accepted, facts: said }, { ...state, facts: said })).toBeNull();
  });
});
