/** What contents tell: comments alone, and a file that was moved and edited at once. */
import { describe, expect, it } from '@jest/globals';
import { compareStates } from '../../src/drift/compare.js';
import { contentHints, onlyComments } from '../../src/drift/contents.js';
import { movesOf } from '../../src/drift/files.js';
import { baselineOf, blobOid, blobsBelow, type Files, stateOf } from './support.js';

const CI = '.github/workflows/ci.yml';
const workflow = (contents = 'read', step = 'make'): string => `name: ci
on: push
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    permissions:
      contents: ${contents}
    steps:
      - uses: actions/checkout@v4
      - run: ${step}
`;

/** @param lost object ids that the clone lacks */
async function driftOf(before: Files, after: Files, lost: readonly string[] = []) {
  const accepted = await baselineOf({ files: before });
  const state = await stateOf({ files: after }, accepted);
  const blobs = blobsBelow(before, after);
  const hints = await contentHints(movesOf(accepted.files, state.files), async (oid) =>
    lost.includes(oid) ? null : (blobs.get(oid) ?? null),
  );
  return compareStates(accepted, state, new Map(), hints);
}

async function told(before: Files, after: Files, lost: readonly string[] = []): Promise<string[]> {
  const { files, others } = await driftOf(before, after, lost);
  return [
    ...files.flatMap((file) => [
      `${file.severity}: ${file.path} ${file.sentence}`,
      ...file.facts.map(({ severity, sentence }) => `  ${severity}: ${sentence}`),
    ]),
    ...others.map(({ sentence }) => sentence),
  ];
}

describe('comments', () => {
  it.each([
    ['a comment', `# why\n${workflow()}`],
    ['blank lines', workflow().replace('jobs:', '\n\njobs:')],
    ['a comment behind a value', workflow().replace('push', 'push # always')],
    ['indentation of a list', workflow().replaceAll('      - ', '    - ')],
  ])('are told as that: %s', async (_name, text) => {
    const drift = await driftOf({ [CI]: workflow() }, { [CI]: text });
    expect(drift.files).toMatchObject([
      { severity: 'low', sentence: 'changed in comments and layout alone', content: false, facts: [] },
    ]);
    expect(drift.id).not.toBe('');
  });

  it.each([
    ['in a script', `${workflow('read', '|')}          # make\n`, `${workflow('read', '|')}          # rm -rf\n`],
    ['that are none', workflow('read', 'make'), workflow('read', '"make # all"')],
    ['in place of a step', workflow(), workflow().replace('      - run', '      # - run')],
    ['beside another value', workflow(), `# why\n${workflow('read', 'make all')}`],
    ['in what cannot be parsed', 'on: [push\n', 'on: [push\n# why\n'],
    ['beside another type', workflow('read', 'true'), workflow('read', '"true"')],
    ['beside a key that is quoted', workflow(), workflow().replace('on: push', '1.0: push')],
    ['beside a list that was one value', workflow(), workflow().replace('on: push', 'on: [push]')],
  ])('are no excuse: %s', (_name, before, after) => {
    expect(onlyComments(CI, Buffer.from(before), Buffer.from(after))).toBe(false);
  });

  it('are not believed in where a content is not at hand, or the mode changed', async () => {
    const [before, after] = [{ [CI]: workflow() }, { [CI]: `# why\n${workflow()}` }];
    expect(await told(before, after, [blobOid(workflow())])).toEqual([
      `medium: ${CI} changed in its steps or other details`,
    ]);
    const accepted = await baselineOf({ files: before });
    const state = await stateOf({ files: after, modes: { [CI]: '120000' } }, accepted);
    const hints = await contentHints(movesOf(accepted.files, state.files), async () => Buffer.from(workflow()));
    expect(hints.comments.size).toBe(0);
  });
});

describe('a file that was moved and edited', () => {
  const BUILD = '.github/workflows/build.yml';

  it('is one change, with what its facts say', async () => {
    expect(await told({ [CI]: workflow() }, { [BUILD]: workflow('write') })).toEqual([
      `high: ${BUILD} was renamed from \`${CI}\` and changed in what follows, and its content changed`,
      '  high: job `build` gained `contents: write` (before: `read`)',
    ]);
    expect(await told({ [CI]: workflow() }, { [BUILD]: workflow('read', 'make all') })).toEqual([
      `medium: ${BUILD} was renamed from \`${CI}\` and changed in its steps or other details`,
    ]);
  });

  it('counts as two paths, as before', async () => {
    const { magnitude } = await driftOf({ [CI]: workflow() }, { [BUILD]: workflow('write') });
    expect(magnitude).toEqual({ changed: 2, total: 2, value: 1 });
  });

  it.each([
    ['it has little in common', { [CI]: workflow() }, { [BUILD]: 'on: push\njobs:\n  x:\n    steps: []\n' }, []],
    ['it is too short to tell', { [CI]: 'on: push\n' }, { [BUILD]: 'on: push\n# x\n' }, []],
    ['it runs in another way', { [CI]: workflow() }, { '.github/actions/x/action.yml': workflow('write') }, []],
    ['its content is not at hand', { [CI]: workflow() }, { [BUILD]: workflow('write') }, [blobOid(workflow())]],
  ])('is two where %s', async (_name, before: Files, after: Files, lost) => {
    const { files } = await driftOf(before, after, lost);
    expect(files.map(({ kind }) => kind).sort()).toEqual(['added', 'removed']);
  });

  it('of several is the one that is most alike', async () => {
    const before = { [CI]: workflow(), '.github/workflows/other.yml': workflow('write', 'make other') };
    const after = { [BUILD]: workflow('write', 'make other # now') };
    const { files } = await driftOf(before, after);
    expect(files.map(({ kind, path, from = '' }) => [kind, path, from])).toEqual([
      ['renamed', BUILD, '.github/workflows/other.yml'],
      ['removed', CI, ''],
    ]);
  });
});
