/**
 * What a command has loaded before it looks at anything. A check of drift is bounded at three times the start of Node
 * (design.md): one static import in the wrong place brings every rule and every reader with it.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = process.cwd();
const FROM = /^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)';|^import '([^']+)';/gm;

/** The modules below src/, and the packages, that these import statically: themselves included. */
function loadedBy(...entries: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...entries];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    if (!name.endsWith('.ts')) continue;
    for (const [, from, bare] of readFileSync(join(ROOT, 'src', name), 'utf8').matchAll(FROM)) {
      const target = from ?? bare ?? '';
      open.push(target.startsWith('.') ? join(dirname(name), target).replace(/\.js$/, '.ts') : target);
    }
  }
  return found;
}

const AHEAD = ['cli/index.ts', 'cli/args-drift.ts', 'cli/drift.ts', 'oracle/drift-ahead.ts'];

const among = (loaded: ReadonlySet<string>, ...names: readonly string[]): string[] =>
  names.filter((name) => [...loaded].some((one) => one === name || one.startsWith(`${name}/`)));

describe('what is loaded', () => {
  it('is found by its imports, and not by those of types', () => {
    const loaded = loadedBy('oracle/evaluate-run.ts');
    expect(among(loaded, 'yaml', 'rules/registry.ts', 'repository/workflows.ts', 'report/types.ts')).toEqual([
      ...['yaml', 'rules/registry.ts', 'repository/workflows.ts'],
    ]);
  });

  it('by the program itself is next to nothing', () => {
    expect([...loadedBy('cli/index.ts')].sort()).toEqual([
      ...['cli/args.ts', 'cli/index.ts', 'cli/main.ts', 'cli/store-target.ts', 'errors.ts', 'version.ts'],
    ]);
  });

  it('by a check of drift holds no rule, no reader of a format and nothing that describes a change', () => {
    const loaded = loadedBy(...AHEAD, 'cli/drift-run.ts', 'oracle/drift.ts');
    const heavy = among(
      loaded,
      ...['yaml', '@actions/expressions', '@actions/github', '@aws-sdk', 'rules/registry.ts', 'policy/config.ts'],
      ...['repository/yaml.ts', 'repository/workflows.ts', 'repository/codeowners.ts', 'repository/terraform.ts'],
      ...['repository/protection/index.ts', 'drift/read-facts.ts', 'drift/compare.ts', 'drift/report.ts'],
      ...['oracle/evaluate-run.ts', 'oracle/memory.ts', 'oracle/drift-accept.ts', 'oracle/drift-store.ts'],
      ...['policy/config-schema.ts', 'report/schema.ts', 'repository/compare.ts', 'repository/git-fetch.ts'],
    );
    expect(heavy).toEqual([]);
  });

  it('before a check of drift asks git is what asks, and nothing that reads an answer', () => {
    const loaded = loadedBy(...AHEAD);
    const heavy = [
      'valibot',
      'privacy',
      'stores',
      'report',
      'rules',
      'l0',
      'drift/scope.ts',
      'repository/snapshot-tree.ts',
    ];
    expect(among(loaded, ...heavy)).toEqual([]);
    expect(among(loaded, 'repository/git.ts', 'drift/places.ts')).toHaveLength(2);
  });

  it('by a question to the door is what is asked for', () => {
    expect([...loadedBy('oracle.ts')].map((name) => relative('oracle', name)).sort()).toEqual([
      ...['../errors.ts', '../oracle.ts', 'name-ids.ts'],
    ]);
  });
});
