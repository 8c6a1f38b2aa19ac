import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  atLeast,
  intersects,
  npmRange,
  pythonSpecifiers,
  type VersionSet,
  versionPrefix,
} from '../../src/rules/support/version-sets.js';

const has = (set: VersionSet | null, version: string): boolean => {
  const exact = versionPrefix(version);
  if (set === null || exact === null) throw new Error(`not understood: ${version}`);
  return intersects(set, exact);
};

describe('npmRange', () => {
  it.each([
    ['>=18', '18.0.0', '17.9.9'],
    ['>18', '19.0.0', '18.9.9'],
    ['>18.1', '18.2.0', '18.1.9'],
    ['<=18', '18.9.9', '19.0.0'],
    ['<18', '17.9.9', '18.0.0'],
    ['18', '18.4.2', '19.0.0'],
    ['18.x', '18.4.2', '17.0.0'],
    ['v18.2', '18.2.7', '18.3.0'],
    ['=18.2.1', '18.2.1', '18.2.2'],
    ['^18.2.1', '18.9.0', '18.2.0'],
    ['^18', '18.0.0', '19.0.0'],
    ['^0.2.3', '0.2.9', '0.3.0'],
    ['^0.0.3', '0.0.3', '0.0.4'],
    ['^0.0', '0.0.9', '0.1.0'],
    ['~18.2.1', '18.2.9', '18.3.0'],
    ['~18', '18.9.0', '19.0.0'],
    ['~> 18.2', '18.2.0', '18.3.0'],
    ['>= 18 < 21', '20.0.0', '21.0.0'],
    ['14 - 16', '16.9.9', '17.0.0'],
    ['14.1 - 16.2.1', '16.2.1', '16.2.2'],
    ['^18 || >=20', '20.0.0', '19.0.0'],
  ])('%s holds %s and not %s', (range, inside, outside) => {
    expect([has(npmRange(range), inside), has(npmRange(range), outside)]).toEqual([true, false]);
  });

  it.each(['*', '', 'x', '>=0'])('%j holds everything', (range) => {
    expect([has(npmRange(range), '0.0.0'), has(npmRange(range), '99.1.1')]).toEqual([true, true]);
  });

  it.each(['lts/*', '>=18.0.0-rc.1', 'latest', '18 || next', 'a - b', '1'.repeat(300), '12345'])(
    'claims nothing of %j',
    (range) => {
      expect(npmRange(range)).toBeNull();
    },
  );
});

describe('pythonSpecifiers', () => {
  it.each([
    ['>=3.9,<4', '3.9.0', '4.0.0'],
    ['>=3.9, <3.13', '3.12.7', '3.13.0'],
    ['>3.8', '3.8.1', '3.8.0'],
    ['<=3.11', '3.11.0', '3.11.1'],
    ['~=3.9', '3.12.0', '4.0.0'],
    ['~=3.9.2', '3.9.7', '3.10.0'],
    ['==3.11.*', '3.11.4', '3.12.0'],
    ['==3.11', '3.11.0', '3.11.1'],
    ['3.11', '3.11.4', '3.12.0'],
    ['^3.8', '3.12.0', '4.0.0'],
    ['~3.8', '3.8.9', '3.9.0'],
    ['!=3.9.1,>=3.9', '3.9.1', '3.8.0'],
  ])('%s holds %s and not %s', (range, inside, outside) => {
    expect([has(pythonSpecifiers(range), inside), has(pythonSpecifiers(range), outside)]).toEqual([true, false]);
  });

  it.each(['===3.9', '>=3.9rc1', '~=3', '>=3.8 || 4', 'any', ''])('claims nothing of %j', (range) => {
    expect(pythonSpecifiers(range)).toBeNull();
  });
});

describe('atLeast', () => {
  it('is this version and all later ones', () => {
    expect([
      has(atLeast('1.22.1'), '1.22.1'),
      has(atLeast('1.22.1'), '1.22.0'),
      atLeast('1.23rc1'),
      atLeast(''),
    ]).toEqual([true, false, null, null]);
  });
});

describe('intersects', () => {
  it('is the same both ways, and a version is in its own prefixes', () => {
    const part = fc.nat({ max: 9999 });
    fc.assert(
      fc.property(part, part, part, part, (major, minor, patch, other) => {
        const exact = versionPrefix(`${major}.${minor}.${patch}`)!;
        for (const prefix of [
          `${major}`,
          `${major}.${minor}`,
          `^${major}.${minor}`,
          `>=${major}`,
          `<=${major}.${minor}.${patch}`,
        ]) {
          expect(intersects(npmRange(prefix)!, exact)).toBe(true);
        }
        const different = npmRange(`${other}.${minor}`)!;
        expect(intersects(different, exact)).toBe(other === major);
        expect(intersects(exact, different)).toBe(other === major);
      }),
    );
  });
});
