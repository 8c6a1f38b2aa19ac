/** Limits and promises of the surfaces for people that a fixture cannot show by itself. */
import { describe, expect, it } from '@jest/globals';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { annotationsOf, renderWorkflowCommands } from '../../src/report/annotations.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { isBlocking } from '../../src/report/order.js';
import { renderSummary, SUMMARY_BYTES } from '../../src/report/summary.js';
import { renderTerminal } from '../../src/report/terminal.js';
import type { Report } from '../../src/report/types.js';
import { clipToWidth, displayWidth, padToWidth, wrapText } from '../../src/report/width.js';
import { caseNames, loadCase, repeated } from './load.js';

const bytes = (text: string): number => Buffer.byteLength(text);
const html = (markdown: string): string =>
  micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
const OURS = [
  'h2',
  'h3',
  'p',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'ul',
  'li',
  'code',
  'strong',
  'details',
  'summary',
  'blockquote',
  'br',
  'a',
];

describe.each(caseNames())('%s', (name) => {
  const { report, options } = loadCase(name);

  it('markdown opens no tag of the repository, links to the rule pages only, and is no command', () => {
    for (const markdown of [renderSummary(report, options), renderMarkdown(report, options)]) {
      const rendered = html(markdown);
      const tags = new Set([...rendered.matchAll(/<([a-z0-9]+)/g)].map(([, tag]) => tag));
      expect([...tags].filter((tag) => !OURS.includes(tag ?? ''))).toEqual([]);
      const links = [...rendered.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
      expect(
        links.filter(
          (href) => !/^https:\/\/(github\.com\/PhaseMirror|docs\.example\.com)\/[\w./-]*MD-\d{3}\.md$/.test(href ?? ''),
        ),
      ).toEqual([]);
      expect(rendered.replace(/<code>[^<]*<\/code>/g, '')).not.toMatch(/@[a-z]/i);
      for (const line of markdown.split('\n'))
        expect(line.trimStart().startsWith('::') || line.includes('##[')).toBe(false);
    }
  });

  it.each([40, 60, 80, 200])(
    'terminal text of width %d holds no command, and no escape sequence of the repository',
    (width) => {
      const plain = renderTerminal(report, { width, color: false });
      for (const line of plain.split('\n')) {
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(line.trimStart().startsWith('::') || line.includes('##[')).toBe(false);
        expect(line).toBe(line.trimEnd());
      }
      const colored = renderTerminal(report, { width, color: true });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours are taken out again
      expect(colored.replace(/\u001b\[[0-9;]*m/g, '')).toBe(plain);
      expect(plain.endsWith('\n') && !plain.endsWith('\n\n')).toBe(true);
    },
  );

  it('annotations keep to the limits', () => {
    const annotations = annotationsOf(report);
    for (const kind of ['error', 'warning', 'notice']) {
      expect(annotations.filter((one) => one.kind === kind).length).toBeLessThanOrEqual(10);
    }
    for (const { message, title, file } of annotations) {
      expect(message.length).toBeLessThanOrEqual(4096);
      expect(title.length).toBeLessThanOrEqual(255);
      expect(file ?? '').not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    const commands = renderWorkflowCommands(annotations);
    expect(
      commands.split('\n').filter((line) => line !== '' && !/^::(error|warning|notice) title=/.test(line)),
    ).toEqual([]);
    expect(commands.split('\n')).toHaveLength(annotations.length + 1);
  });
});

describe('terminal', () => {
  it('keeps within the width for ordinary text', () => {
    for (const name of caseNames().filter((one) => one !== 'hostile')) {
      for (const width of [60, 80, 120]) {
        const text = renderTerminal(loadCase(name).report, { width, color: false });
        expect([name, width, text.split('\n').filter((line) => displayWidth(line) > width)]).toEqual([name, width, []]);
      }
    }
  });

  it('counts from forty columns', () => {
    const { report } = loadCase('fail-on-never');
    expect(renderTerminal(report, { width: 1, color: false })).toBe(
      renderTerminal(report, { width: 40, color: false }),
    );
  });

  it('never calls a problem new when there was nothing to compare with', () => {
    const { report } = loadCase('full-scan');
    for (const text of [
      renderTerminal(report, { width: 80, color: false }),
      renderSummary(report),
      renderMarkdown(report),
    ]) {
      expect(text).not.toMatch(/\bnew\b/);
      expect(text).toMatch(/compared with:? nothing/i);
    }
  });

  it('says how many it left out', () => {
    const lost = Array.from({ length: 25 }, (_, n) => ({ ruleId: 'MD-001', key: `k${n}`, what: `thing ${n}` }));
    const toolErrors = Array.from({ length: 25 }, (_, n) => ({
      ruleId: `MD-${n}`,
      side: 'subject' as const,
      message: 'x',
    }));
    const degraded = Array.from({ length: 45 }, (_, n) => ({ code: 'x', text: `reason ${n}` }));
    const report = { ...loadCase('block-2-new-4-older').report, lost, toolErrors, degraded };
    const text = renderTerminal(report, { width: 80, color: false });
    expect(text.match(/5 more in the report\./g)).toHaveLength(2);
    expect(text).toContain('17 more of these in the report.');
    const older = report.findings.filter(({ status }) => status === 'older');
    const many = { ...report, findings: older.flatMap((one) => [one, one, one]) };
    expect(renderTerminal(many, { width: 80, color: false })).toContain('\n  7 more in the report\n');
  });

  it('shows older problems and lists them only up to five', () => {
    const text = renderTerminal(loadCase('block-2-new-4-older').report, { width: 80, color: false });
    expect(text).toContain('4 older problems on main: not yours, not blocking.\n  MD-001 .github/settings.yml:51');
    const { report } = loadCase('block-2-new-4-older');
    expect(
      renderTerminal({ ...report, subject: { ...report.subject, branch: '' } }, { width: 80, color: false }),
    ).toContain('older problems on the base');
  });
});

describe('summary', () => {
  it('drops rows from the end, never the whole, and says how many', () => {
    const { report } = loadCase('many-findings');
    for (const maxBytes of [3000, 20_000]) {
      const text = renderSummary(report, { maxBytes });
      expect(bytes(text)).toBeLessThanOrEqual(maxBytes);
      const rows = text.match(/^\| \[MD-001\]/gm)?.length ?? 0;
      expect(rows).toBeGreaterThan(2);
      expect(text).toContain(`\n${300 - rows} more problems in the report.\n`);
      expect(html(text).match(/<tr>/g)).toHaveLength(rows + 1);
    }
  });

  it('stays under 1 MiB for a thousand findings in three-byte characters', () => {
    const { report } = loadCase('fail-on-never');
    const [finding] = report.findings;
    const big = { ...finding!, title: '漢'.repeat(400), why: '字'.repeat(400), fix: '語'.repeat(400) };
    const many = repeated({ ...report, findings: [big] }, 1000);
    const older = many.findings.slice(0, 100).map((one) => ({ ...one, status: 'older' as const }));
    const text = renderSummary({ ...many, findings: [...many.findings, ...older] });
    expect(bytes(text)).toBeLessThanOrEqual(SUMMARY_BYTES);
    expect(bytes(text)).toBeGreaterThan(SUMMARY_BYTES * 0.98);
    expect(text).toContain('- 50 more in the report.');
    expect(text).toContain('shows the evidence and how to dispute it.');
    expect(bytes(renderMarkdown(many, { maxBytes: 65_536 }))).toBeLessThanOrEqual(65_536);
  });

  it('keeps whole paths apart that end alike', () => {
    const { report } = loadCase('fail-on-never');
    const [finding] = report.findings;
    const evidence = ['a/ci.yml', 'b/ci.yml', 'c/x.yml'].map((path) => ({ ...finding!.evidence[0]!, path }));
    const text = renderSummary({ ...report, findings: [{ ...finding!, evidence }] });
    expect(text).toContain('| `a/ci.yml:24`, `b/ci.yml:24`, `x.yml:24` |');
  });

  it.each([
    ['pull_request', 'in this pull request'],
    ['pull_request_target', 'in this pull request'],
    ['merge_group', 'in this merge group'],
    ['push', 'in this push'],
    ['terminal', 'in this change'],
  ])('%s: %s', (event, words) => {
    const { report } = loadCase('fail-on-never');
    expect(renderSummary({ ...report, run: { ...report.run, event } })).toContain(
      `## Blocked: 1 problem new ${words}\n`,
    );
  });

  it('rounds the upper end of a record up, not beyond', () => {
    const { report } = loadCase('fail-on-never');
    const withRecord = (record: { reviewed: number; falsePositives: number; upper: number }): Report => ({
      ...report,
      rules: report.rules.map((rule) => ({ ...rule, record })),
    });
    expect(renderSummary(withRecord({ reviewed: 40, falsePositives: 0, upper: 0.07 }))).toContain(
      'MD-001 record: 0 of 40 reviewed findings were wrong (at most 7 %).',
    );
    expect(renderSummary(withRecord({ reviewed: 61, falsePositives: 1, upper: 0.0701 }))).toContain(
      '1 of 61 reviewed findings was wrong (at most 8 %).',
    );
    expect(renderSummary(withRecord({ reviewed: 61, falsePositives: 1, upper: 0.07 })).match(/record:/g)).toHaveLength(
      1,
    );
  });
});

describe('annotations', () => {
  it('show nothing that is older or suppressed', () => {
    const files = annotationsOf(loadCase('block-2-new-4-older').report).map(({ file, line }) => `${file}:${line}`);
    expect(files).toEqual(['.github/workflows/lint.yaml:24', '.github/workflows/ci.yml:71']);
  });

  it('fold what GitHub would drop', () => {
    const annotations = annotationsOf(loadCase('many-findings').report);
    expect(annotations).toHaveLength(10);
    expect(annotations[9]).toEqual({
      kind: 'error',
      title: '291 more in the summary',
      message: 'GitHub shows ten of a kind: 291 more problems in the job summary.',
    });
  });

  it('are errors only where the decision blocks', () => {
    const { report } = loadCase('medium-over-maximum');
    const below = { ...report, decision: { outcome: 'warn' as const, reasons: [] } };
    expect(new Set(annotationsOf(below).map(({ kind }) => kind))).toEqual(new Set(['warning', 'notice']));
    const [first] = report.findings;
    const anySeverity = {
      decision: { outcome: 'block' as const, reasons: [{ kind: 'over-threshold' as const, text: '' }] },
    };
    expect(isBlocking(first!, anySeverity)).toBe(true);
    expect(isBlocking({ ...first!, status: 'older' }, anySeverity)).toBe(false);
    expect(isBlocking({ ...first!, level: 'warn' }, anySeverity)).toBe(false);
    expect(isBlocking({ ...first!, severity: 'high' }, report)).toBe(false);
  });

  it('name the place in words where the file name may not be printed', () => {
    const { report } = loadCase('fail-on-never');
    const [finding] = report.findings;
    const evidence = [{ ...finding!.evidence[0]!, path: 'a\u001b[2J.yml' }];
    const [annotation] = annotationsOf({ ...report, findings: [{ ...finding!, evidence }] });
    expect(annotation!.file).toBe(undefined);
    expect(annotation!.message).toMatch(/\nIn: a\\u\{1b\}\[2J\.yml:24$/);
  });

  it('cut a message at 4,096 characters', () => {
    const { report } = loadCase('fail-on-never');
    const [finding] = report.findings;
    const fix = Array(12).fill('x'.repeat(400)).join('\n');
    const [annotation] = annotationsOf({ ...report, findings: [{ ...finding!, fix }] });
    expect(annotation!.message).toHaveLength(4096);
    expect(annotation!.message.endsWith('…')).toBe(true);
  });

  it('nothing to say is nothing written', () => {
    expect(renderWorkflowCommands(annotationsOf(loadCase('pass-complete').report))).toBe('');
  });
});

describe('width', () => {
  it('counts columns', () => {
    expect([displayWidth('abc'), displayWidth('漢字'), displayWidth('e\u0301'), displayWidth('\u{1f600}')]).toEqual([
      3, 4, 1, 2,
    ]);
    expect(padToWidth('漢', 4)).toBe('漢  ');
    expect(padToWidth('long', 2)).toBe('long');
    expect(clipToWidth('漢字漢字', 5)).toBe('漢字…');
    expect(clipToWidth('abc', 3)).toBe('abc');
  });

  it('wraps at spaces and breaks what is longer than a line', () => {
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapText('a bcdefghij k', 4)).toEqual(['a', 'bcde', 'fghi', 'j k']);
    expect(wrapText('漢字漢', 3)).toEqual(['漢', '字', '漢']);
    expect(wrapText('', 5)).toEqual(['']);
  });
});
