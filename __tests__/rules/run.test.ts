import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { RULES, ruleById, ruleSetId } from '../../src/rules/registry.js';
import { parseThrowing, runRules } from '../../src/rules/run.js';
import type { Rule } from '../../src/rules/types.js';
import { contextOf } from '../support/rule-context.js';

const context = await contextOf({ '.github/workflows/ci.yml': 'on: push\n' });

function throwing(error: unknown): Rule {
  return {
    ...RULES[0]!,
    id: 'MD-999',
    check: () => {
      throw error;
    },
  };
}

describe('registry', () => {
  it('lists the rules in the order of their ids, each once', () => {
    const ids = RULES.map(({ id }) => id);
    const numbered = ids.filter((id) => id.startsWith('MD-'));
    expect(numbered).toEqual(Array.from({ length: 21 }, (_, index) => `MD-${String(index + 1).padStart(3, '0')}`));
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
  });

  it('finds a rule by id or name, in any case', () => {
    expect(ruleById('md-004')?.name).toBe('gate-skips-green');
    expect(ruleById('gate-skips-green')?.id).toBe('MD-004');
    expect(ruleById('MD-400')).toBeUndefined();
  });

  it('names the rule set by ids and versions alone', () => {
    const set = [
      { id: 'A', version: 1 },
      { id: 'B', version: 2 },
    ];
    expect(ruleSetId(set)).toMatch(/^[0-9a-f]{16}$/);
    expect(ruleSetId([...set].reverse())).toBe(ruleSetId(set));
    expect(ruleSetId([{ id: 'A', version: 2 }, set[1]!])).not.toBe(ruleSetId(set));
    expect(ruleSetId(set.slice(1))).not.toBe(ruleSetId(set));
    expect(ruleSetId()).toBe(ruleSetId(RULES));
  });
});

describe('the page of a rule', () => {
  it.each([...RULES.map(({ id, name }) => [id, name] as const), ['policy-weakened', 'policy-weakened'] as const])(
    'docs/rules/%s.md fits a terminal and says what a blocked person needs',
    (id, name) => {
      const page = readFileSync(new URL(`../../docs/rules/${id}.md`, import.meta.url), 'utf8');
      const lines = page.trimEnd().split('\n');
      expect(lines[0]).toBe(id === name ? `# ${id}` : `# ${id} ${name}`);
      expect(lines.length).toBeLessThanOrEqual(80);
      const headings = lines.filter((line) => line.startsWith('## '));
      expect(headings).toEqual(
        ['Why', 'What is checked', 'Example', 'Fix', 'How to dispute', 'Known limits', 'Sources'].map(
          (each) => `## ${each}`,
        ),
      );
    },
  );

  it('is linked from the list', () => {
    const list = readFileSync(new URL('../../docs/rules/README.md', import.meta.url), 'utf8');
    for (const { id } of RULES) expect(list).toContain(`[${id}](${id}.md)`);
  });
});

describe('runRules', () => {
  it('keeps a rule that throws apart from findings and from the other rules', () => {
    const unreadable = ruleById('unreadable-file')!;
    const runs = runRules([throwing(new TypeError('boom\n  at x')), unreadable], context);
    expect(runs.map(({ rule }) => rule.id)).toEqual(['MD-999', 'unreadable-file']);
    expect(runs[0]!.outcome).toEqual({ state: 'tool-error', message: 'TypeError: boom at x' });
    expect(runs[1]!.outcome).toMatchObject({ state: 'evaluated', findings: [{ anchor: 'file' }] });
  });

  it('takes anything that is thrown, and cuts long messages', () => {
    expect(runRules([throwing('just text')], context)[0]!.outcome).toEqual({
      state: 'tool-error',
      message: 'just text',
    });
    const [run] = runRules([throwing(new Error('x'.repeat(9000)))], context);
    expect(run!.outcome).toMatchObject({ message: expect.stringMatching(/^Error: x{493}$/) });
  });

  it.each([
    ['MD-004', 'subject', 'subject', 'tool-error'],
    ['MD-004', 'subject', 'base', 'not-evaluated'],
    ['MD-004@base', 'base', 'base', 'tool-error'],
    ['MD-004@base', 'base', 'subject', 'not-evaluated'],
    ['MD-001', 'subject', 'subject', 'not-evaluated'],
  ] as const)('fails a rule when told to: %s (%s) on %s', (text, selected, side, state) => {
    const hook = parseThrowing(text)!;
    expect(hook.side).toBe(selected);
    const [run] = runRules([ruleById('MD-004')!], context, { side, throwing: hook });
    expect(run!.outcome.state).toBe(state);
  });

  it('is told nothing by an empty variable', () => {
    expect(parseThrowing(undefined)).toBeUndefined();
    expect(parseThrowing('')).toBeUndefined();
  });
});
