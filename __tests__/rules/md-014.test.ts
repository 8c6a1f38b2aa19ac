import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isVersion, standsIn } from '../../src/rules/support/version-values.js';

describe('a version', () => {
  it.each([
    ['os', 'ubuntu-22.04'],
    ['os', 'macos-14-xlarge'],
    ['image', 'debian:12'],
    ['anything', '3.10'],
    ['anything', '18.x'],
    ['anything', 'v1.75.0'],
    ['python', '3.14-dev'],
    ['python', '3.13t'],
    ['env', 'py310'],
    ['jdk', 'jdk-17'],
    ['db', 'postgres:16'],
    ['node', '20'],
    ['java-version', '21'],
    ['nodeVersion', '22'],
    ['jdk', '25-ea'],
  ])('%s: %s', (key, value) => {
    expect(isVersion(key, value)).toBe(true);
  });

  it.each([
    ['os', 'ubuntu-latest'],
    ['arch', 'x86_64'],
    ['arch', 'arm64'],
    ['shard', '1'],
    ['shard', '1.0'],
    ['group', '3'],
    ['task', '12'],
    ['suite', 'e2e'],
    ['hash', 'sha256'],
    ['python', 'latest'],
    ['rust', 'stable'],
    ['version', ''],
  ])('is not %s: %s', (key, value) => {
    expect(isVersion(key, value)).toBe(false);
  });

  it('is decided in time for any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 50 }), fc.string({ maxLength: 5000 }), (key, value) => {
        expect([true, false]).toContain(isVersion(key, value));
      }),
    );
  });
});

describe('a value in a name', () => {
  it.each([
    ['test (3.1)', '3.1'],
    ['node18 on linux', '18'],
    ['py3.10', '3.10'],
    ['test (18, 8)', '8'],
    ['3.1', '3.1'],
    ['with jdk-17.', 'jdk-17'],
  ])('%s has %s', (name, value) => {
    expect(standsIn(name, value)).toBe(true);
  });

  it.each([
    ['test (3.10)', '3.1'],
    ['test (3.1.2)', '3.1'],
    ['test (13.1)', '3.1'],
    ['test (1.18)', '18'],
    ['openjdk-17', 'jdk-17'],
    ['test', '18'],
  ])('%s has no %s', (name, value) => {
    expect(standsIn(name, value)).toBe(false);
  });
});
