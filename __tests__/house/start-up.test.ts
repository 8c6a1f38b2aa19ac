/**
 * What a command has loaded before it looks at anything. A check of drift is bounded at three times the start of Node
 * (design.md): one static import in the wrong place brings every rule and every reader with it.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = process.cwd();
const FROM = /^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)';|^import '([^']+)';/gm;

/** A regular expression between slashes with `\p{…}` in it. */
const CLASS_LITERAL = /(?:[(=:?,] ?|^\s+)\/(?![/*])[^\n]*\\p\{[^\n]*\/[a-z]*u/m;

const sourceOf = (name: string): string => readFileSync(join(ROOT, 'src', name), 'utf8');

/** The modules below src/, and the packages, that these import statically: themselves included. */
function loadedBy(...entries: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...entries];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    if (!name.endsWith('.ts')) continue;
    for (const [, from, bare] of sourceOf(name).matchAll(FROM)) {
      const target = from ?? bare ?? '';
      open.push(target.startsWith('.') ? join(dirname(name), target).replace(/\.js$/, '.ts') : target);
    }
  }
  return found;
}

const PROGRAM = loadedBy('cli/index.ts');

const among = (loaded: ReadonlySet<string>, ...names: readonly string[]): string[] =>
  names.filter((name) => [...loaded].some((one) => one === name || one.startsWith(`${name}/`)));

describe('what is loaded', () => {
  it('is found by its imports, and not by those of types', () => {
    const loaded = loadedBy('oracle/evaluate-run.ts');
    expect(among(loaded, 'yaml', 'rules/registry.ts', 'repository/workflows.ts', 'report/types.ts')).toEqual([
      ...['yaml', 'rules/registry.ts', 'repository/workflows.ts'],
    ]);
  });

  it('by the program itself is what nearly every command needs: words, git, and how it is asked', () => {
    const heavy = ['valibot', 'privacy', 'stores', 'report', 'rules', 'l0', 'github', 'aws', 'calibration', 'replay'];
    expect(among(PROGRAM, ...heavy)).toEqual([]);
    expect([...PROGRAM].filter((name) => /^(?:drift|policy)\//.test(name)).sort()).toEqual([
      ...['drift/places.ts', 'policy/config-paths.ts', 'policy/globs.ts'],
    ]);
    const size = [...PROGRAM]
      .filter((name) => name.endsWith('.ts'))
      .map((name) => statSync(join(ROOT, 'src', name)).size);
    expect(size.reduce((sum, one) => sum + one, 0)).toBeLessThan(100_000);
  });

  it('by a check of drift holds no rule, no reader of a format and nothing that describes a change', () => {
    const loaded = loadedBy('cli/index.ts', 'cli/drift-run.ts', 'oracle/drift.ts');
    const heavy = among(
      loaded,
      ...['yaml', '@actions/expressions', '@actions/github', '@aws-sdk', 'rules/registry.ts', 'policy/config.ts'],
      ...['repository/yaml.ts', 'repository/workflows.ts', 'repository/codeowners.ts', 'repository/terraform.ts'],
      ...['repository/protection/index.ts', 'drift/read-facts.ts', 'drift/compare.ts', 'drift/report.ts'],
      ...['oracle/evaluate-run.ts', 'oracle/memory.ts', 'oracle/drift-accept.ts', 'oracle/drift-store.ts'],
      ...['policy/config-schema.ts', 'report/schema.ts', 'repository/compare.ts', 'repository/git-fetch.ts'],
      ...['valibot', 'l0/describe.ts', 'stores/errors.ts', 'drift/render-blocks.ts'],
    );
    expect(heavy).toEqual([]);
    // V8 gathers a class of Unicode when it reads the literal, whether it is used or not.
    const classes = [...loaded].filter((name) => name.endsWith('.ts') && CLASS_LITERAL.test(sourceOf(name)));
    expect(classes).toEqual([]);
    expect(CLASS_LITERAL.test(sourceOf('rules/support/version-values.ts'))).toBe(true);
    expect(CLASS_LITERAL.test('const A =\n  /[\\p{Cc}]|(?! )x/u;\n')).toBe(true);
  });
});
