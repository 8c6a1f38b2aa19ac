import { describe, expect, it } from '@jest/globals';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { ruleChart } from '../../src/calibration/render-chart.js';
import { renderCalibrationMarkdown } from '../../src/calibration/render-markdown.js';
import { renderCalibrationText, renderIngestText } from '../../src/calibration/render-text.js';
import type { CalibrationReport, IngestSummary } from '../../src/calibration/report-types.js';
import { barOf, headline, progressText, rateText, tallyCalibration } from '../../src/calibration/words.js';
import { calibrationReport, DEMOTED, evidence, HOSTILE, REFUSED, rule, STEADY } from './report-support.js';

/** What no surface may show as it is: the line breaks are ours. */
const UNSEEN = /(?!\n)\p{Cc}|\u202e/u;

const text = (report: CalibrationReport, width = 100): string => renderCalibrationText(report, { width, color: false });
const sentence = (report: CalibrationReport): string => headline(report, tallyCalibration(report));
const PROPOSAL = { mode: 'report', state: { sequence: 7, signed: true, published: null } } as const;
const INGESTED: IngestSummary = {
  read: { alert: 12, suppression: 1, file: 0 },
  stored: 9,
  known: 1,
  refused: [
    { reason: 'by its author', count: 2 },
    { reason: 'without a comment', count: 1 },
  ],
  examples: ['alert 12 (finding 1a2b3c4d): dismissed by its author'],
  notStored: '',
};

describe('the first sentence', () => {
  it.each<[string, CalibrationReport]>([
    ['No level changes, 61 of 120 findings reviewed', calibrationReport([STEADY])],
    ['No level changes, nothing is recorded yet', calibrationReport([rule('MD-001')])],
    ['1 level changed: MD-004 no longer blocks', calibrationReport([STEADY, DEMOTED])],
    ['1 level would change: MD-004 would no longer block', calibrationReport([DEMOTED], PROPOSAL)],
    ['1 level may not rise (MD-002)', calibrationReport([REFUSED])],
    [
      '1 level changed: MD-004 no longer blocks; 1 level may not rise (MD-002); not everything could be looked at',
      calibrationReport([DEMOTED, REFUSED], { complete: false }),
    ],
  ])('%s', (said, report) => {
    expect(sentence(report)).toBe(said);
  });

  it('names what stops blocking before what blocks, and counts the rest', () => {
    const risen = rule('MD-003', {
      ...{ level: 'warn', next: 'block' },
      change: { from: 'warn', to: 'block', by: 'record', why: 'w' },
    });
    expect(sentence(calibrationReport([risen, DEMOTED]))).toBe(
      '2 levels changed: MD-004 no longer blocks, MD-003 blocks from now on',
    );
    const many = Array.from({ length: 7 }, (_, index) => ({ ...DEMOTED, ruleId: `MD-10${index}` }));
    expect(sentence(calibrationReport(many))).toMatch(/^7 levels changed: MD-100 .*MD-104 no longer blocks, 2 more$/);
  });

  it('tells a promotion that an incomplete look left out from a demotion that it published', () => {
    const held = rule('MD-003', {
      ...{ level: 'warn', next: 'warn' },
      change: { from: 'warn', to: 'block', by: 'record', why: 'w' },
    });
    expect(sentence(calibrationReport([held, DEMOTED], { complete: false }))).toBe(
      '1 level changed: MD-004 no longer blocks; 1 level would change: MD-003 would block; not everything could be looked at',
    );
  });

  it('names a level that is neither', () => {
    const off = { ...DEMOTED, next: 'off', change: { ...DEMOTED.change!, from: 'warn', to: 'off' } } as const;
    expect(sentence(calibrationReport([off]))).toBe('1 level changed: MD-004 is at off now');
    expect(sentence(calibrationReport([off], PROPOSAL))).toBe('1 level would change: MD-004 would be at off');
  });
});

describe('numbers', () => {
  it.each([
    [0, '░░░░░░░░░░'],
    [0.001, '█░░░░░░░░░'],
    [0.5, '█████░░░░░'],
    [0.999, '█████████░'],
    [1, '██████████'],
    [7, '██████████'],
    [-1, '░░░░░░░░░░'],
  ])('%d of the way is %s', (progress, bar) => {
    expect(barOf(progress)).toBe(bar);
  });

  it('never say that it is enough before it is', () => {
    expect(progressText(rule('x', { evidence: evidence({ progress: 0.9999 }) }))).toBe(
      '99 % of what it takes to stop blocking',
    );
    expect(progressText(rule('x', { evidence: evidence({ progress: 1, direction: 'promote' }) }))).toBe(
      '100 % of what it takes to block',
    );
  });

  it('round an interval outwards', () => {
    const rate = (low: number, high: number): string =>
      rateText(rule('x', { reviewedOnly: { reviewed: 9, falsePositives: 1, low, high } }));
    expect(rate(0.07, 0.07)).toBe('1 of 9 wrong (7 % to 7 %)');
    expect(rate(0.0199, 0.4301)).toBe('1 of 9 wrong (1 % to 44 %)');
  });
});

describe('in a terminal', () => {
  it('shows each rule with its record, those that change first', () => {
    expect(
      text(calibrationReport([STEADY, DEMOTED, rule('MD-009'), rule('policy-weakened', { evidence: null })])),
    ).toBe(
      `LEVELS  1 level changed: MD-004 no longer blocks

MD-004  block → warn  gate-skips-green
    why  12 of 61 votes say that it was wrong
    ██████████  100 % of what it takes to stop blocking
    12 of 61 votes wrong; for a change: 3 reviewers, 12 pull requests
    120 findings, 50 not reviewed; reviewed only: 12 of 70 wrong (10 % to 28 %)

MD-001  block  required-check-unresolved
    ███░░░░░░░  21 % of what it takes to stop blocking
    1.5 of 61 votes wrong, 2 waiting
    120 findings, 59 not reviewed; reviewed only: 1 of 61 wrong (0 % to 9 %)

note  Nothing recorded yet of MD-009.
note  No record changes the level of policy-weakened.
note  Judged were the levels of sequence 7, signed. Published as sequence 8.
note  Evaluate reads no database: a level counts once its copy is on the base, signed with a pinned
      key (\`calibrate apply --copy .github/phase-mirror-levels.json\`), or once it is written under
      \`rules:\`.
note  A rule that blocks may be wrong in 5 % of its findings. Before one may rise, 20 % of its pull
      requests are to be reviewed, whatever they say: \`phase-mirror fp list --audit\`.
`,
    );
  });

  it('says that a report writes nothing, and what would be', () => {
    const said = text(
      calibrationReport([DEMOTED], { ...PROPOSAL, state: { sequence: null, signed: false, published: null } }),
    );
    expect(said).toContain('REPORT  1 level would change');
    expect(said).toContain('MD-004  block → warn (proposed)  gate-skips-green\n    would, because  12 of 61');
    expect(said).toContain(
      'No published levels to start from: those that are built in held. A report publishes nothing.',
    );
  });

  it('says how a level of a database comes to count, where it is not the built-in one', () => {
    const says = (report: CalibrationReport): boolean => text(report).includes('Evaluate reads no database');
    const risen = rule('MD-003', { level: 'warn', change: { from: 'warn', to: 'block', by: 'record', why: 'w' } });
    const lost = rule('MD-003', { level: 'warn', next: 'warn' });
    expect([[DEMOTED], [risen], [STEADY, lost]].map((rules) => says(calibrationReport(rules)))).toEqual([
      true,
      true,
      true,
    ]);
    expect(says(calibrationReport([lost], PROPOSAL))).toBe(true);
    expect(says(calibrationReport([STEADY]))).toBe(false);
    expect(says(calibrationReport([DEMOTED], PROPOSAL))).toBe(false);
    expect(says(calibrationReport([DEMOTED], { environment: 'production' }))).toBe(false);
  });

  it('shows a change by hand, a refusal and a pin', () => {
    const byHand = { ...DEMOTED, change: { ...DEMOTED.change!, by: 'person', why: 'Set by hand: INC-7' } } as const;
    const pinned = { ...STEADY, pin: { level: 'warn', path: '.phase-mirror.yml', line: 4 } } as const;
    const said = text(calibrationReport([pinned, REFUSED, byHand]));
    expect(said).toContain('    why  Set by hand: INC-7');
    expect(said).toContain('    refused  its false-positive rate rose from 2 % to 9 %');
    expect(said).toContain('MD-001  block; here warn  ');
    expect(said).toContain('MD-001 is at `warn` in this repository, whatever its record says: `.phase-mirror.yml:4`.');
  });

  it('says what is missing, first', () => {
    const said = text(
      calibrationReport([STEADY], {
        ...{ complete: false, degraded: [{ code: 'x', text: 'octo-org/platform could not be listed' }] },
        notes: ['a note'],
        repositories: { counted: 2, leftOut: [{ reason: 'no consent', repositories: 1 }] },
        state: { sequence: 7, signed: false, published: null },
        ingested: INGESTED,
      }),
    );
    const notes = said.split('\n').filter((line) => line.startsWith('note  '));
    expect(notes).toEqual([
      'note  octo-org/platform could not be listed.',
      'note  This look is incomplete: it raises no level and closes no issue.',
      'note  Verdicts of 12 dismissed alerts, 1 merged suppression: 9 new, 1 known already.',
      'note  Not counted: 2 by its author, 1 without a comment.',
      'note  a note.',
      'note  Counted: 2 repositories. Left out: 1 no consent.',
      'note  Judged were the levels of sequence 7, unsigned. Nothing new was published.',
      expect.stringContaining('note  A rule that blocks may be wrong in 5 %'),
    ]);
    expect(said).toContain('  alert 12 (finding 1a2b3c4d): dismissed by its author\n');
  });

  it('has colour when it is asked for, and no escape that came from outside', () => {
    const report = calibrationReport([{ ...DEMOTED, name: HOSTILE, change: { ...DEMOTED.change!, why: HOSTILE } }], {
      notes: [HOSTILE],
    });
    const painted = renderCalibrationText(report, { width: 80, color: true });
    expect(painted).toContain('\u001b[1;31mLEVELS\u001b[0m  1 level');
    expect(painted).toContain('\u001b[1;31mMD-004\u001b[0m  block');
    const plain = ['1;31', '1;32', '1;33', '1', '0'].reduce(
      (rest, code) => rest.replaceAll(`\u001b[${code}m`, ''),
      painted,
    );
    expect(plain).not.toMatch(UNSEEN);
    expect(plain).not.toMatch(/^\s*::|##\[/m);
  });

  it('fits a narrow terminal', () => {
    const lines = text(calibrationReport([STEADY, DEMOTED]), 20).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
  });

  it('says of a rule that lost its level what is built in, and that evidence starts again', () => {
    const lost = rule('MD-004', {
      level: 'warn',
      next: 'warn',
      events: 40,
      evidence: evidence({ direction: 'promote' }),
    });
    expect(text(calibrationReport([lost]))).toContain(
      'MD-004  warn (built in: block)  gate-skips-green\n    ░░░░░░░░░░  0 % of what it takes to block\n    no votes yet\n',
    );
  });

  it('counts what it does not show', () => {
    const many = Array.from({ length: 103 }, (_, index) => ({ ...STEADY, ruleId: `R-${index}` }));
    expect(text(calibrationReport(many))).toContain('3 more rules: see them with `--format json`.');
  });
});

describe('what taking verdicts in found', () => {
  const said = (more: Partial<IngestSummary>): string =>
    renderIngestText({ ...INGESTED, ...more }, { width: 100, color: false });

  it('is counted by source and reason', () => {
    expect(said({})).toBe(
      'INGESTED  Verdicts of 12 dismissed alerts, 1 merged suppression: 9 new, 1 known already.\n  Not counted: 2 by its author, 1 without a comment.\n  alert 12 (finding 1a2b3c4d): dismissed by its author\n',
    );
    expect(said({ read: { alert: 0, suppression: 0, file: 2 }, refused: [], examples: [] })).toBe(
      'INGESTED  Verdicts of 2 lines of the file: 9 new, 1 known already.\n',
    );
  });

  it('says why nothing was written', () => {
    expect(said({ stored: 0, known: 0, notStored: 'no consent', refused: [], examples: [] })).toBe(
      'NOT STORED  Verdicts of 12 dismissed alerts, 1 merged suppression: not stored: no consent.\n',
    );
    const read = { alert: 0, suppression: 0, file: 0 };
    expect(said({ read, refused: [], examples: [] })).toBe('INGESTED  No verdict was found.\n');
    expect(said({ read, refused: [], examples: [], notStored: 'no consent' })).toContain('Not stored: no consent.');
  });

  it('says what was not read, and that there may be more', () => {
    expect(said({ notes: ['Alerts were not read: 403'], incomplete: true, refused: [], examples: [] })).toBe(
      'INGESTED  Verdicts of 12 dismissed alerts, 1 merged suppression: 9 new, 1 known already.\n  Alerts were not read: 403.\n  There may be verdicts that were not seen.\n',
    );
  });

  it('shows ten single ones', () => {
    const examples = Array.from({ length: 12 }, (_, index) => `alert ${index}`);
    expect(said({ examples })).toContain('alert 9\n  2 more in the JSON.\n');
  });
});

describe('in the job summary', () => {
  const page = renderCalibrationMarkdown(calibrationReport([STEADY, DEMOTED], { ingested: INGESTED }));

  it('begins with the sentence, then what changes and why', () => {
    expect(page).toMatch(
      /^## 1 level changed: MD-004 no longer blocks\n\n- \*\*MD-004\*\* block → warn\. 12 of 61 votes/,
    );
  });

  it('has a table of rules with their records', () => {
    expect(page).toContain(
      '| MD-001 `required-check-unresolved` | block | ███░░░░░░░ 21 % of what it takes to stop blocking | 1\\.5 of 61 votes wrong, 2 waiting | 1 of 61 wrong (0 % to 9 %) | 120 findings, 59 not reviewed |',
    );
    expect(page).toContain('| Reviewed only |');
    expect(page).toContain('(https://github.com/PhaseMirror/evaluate/blob/v1.2.3/docs/calibration.md)');
  });

  it('draws the busiest rules, folded', () => {
    expect(page).toContain('<details><summary>Over time</summary>');
    expect(page.match(/```mermaid\nxychart-beta/g)).toHaveLength(2);
    expect(renderCalibrationMarkdown(calibrationReport([rule('MD-009')]))).not.toContain('mermaid');
  });

  it('lists verdicts that do not count', () => {
    expect(page).toContain('- alert 12 (finding 1a2b3c4d): dismissed by its author\n');
  });

  it('says which rules no record changes', () => {
    const fixed = rule('unreadable-file', { evidence: null, events: 2 });
    expect(renderCalibrationMarkdown(calibrationReport([fixed]))).toContain('none: no record changes it');
  });

  it('holds what people write as text', () => {
    const hostile = calibrationReport(
      [
        {
          ...DEMOTED,
          name: HOSTILE,
          ruleId: HOSTILE,
          change: { ...DEMOTED.change!, why: HOSTILE },
          refused: [HOSTILE],
          pin: { level: 'warn', path: HOSTILE, line: 1 },
        },
      ],
      {
        notes: [HOSTILE],
        degraded: [{ code: 'x', text: HOSTILE }],
        repositories: { counted: 0, leftOut: [{ reason: HOSTILE, repositories: 1 }] },
        ingested: { ...INGESTED, notStored: HOSTILE, refused: [{ reason: HOSTILE, count: 1 }], examples: [HOSTILE] },
      },
    );
    const html = micromark(renderCalibrationMarkdown(hostile), { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
    expect(html).not.toMatch(/<img|href="https:\/\/evil|<h1/);
    expect(html.match(/href="[^"]*"/g)).toEqual([
      'href="https://github.com/PhaseMirror/evaluate/blob/v1.2.3/docs/calibration.md"',
    ]);
    // In code GitHub mentions nobody.
    expect(html.replace(/<code>[\s\S]*?<\/code>/g, '')).not.toMatch(UNSEEN);
    expect(html.replace(/<code>[\s\S]*?<\/code>/g, '')).not.toContain('@octocat');
    // Six cells, whatever stands in them.
    expect(html.match(/<tbody>[\s\S]*<\/tbody>/)?.[0].match(/<td>/g)).toHaveLength(6);
  });

  it('stays below its limit, and counts what is left out', () => {
    const days = DEMOTED.days;
    const many = Array.from({ length: 400 }, (_, index) => ({
      ...STEADY,
      ruleId: `R-${index}`,
      name: 'n'.repeat(70),
      days,
    }));
    const long = renderCalibrationMarkdown(
      calibrationReport(many, { notes: Array.from({ length: 100 }, () => 'x'.repeat(1400)) }),
      { maxLength: 30_000 },
    );
    expect(long.length).toBeLessThanOrEqual(30_000);
    expect(long).toMatch(/\d+ more rules are in the report of the run/);
    expect(long).toMatch(/- \d+ more in the report/);
  });

  it('draws twelve rules at most', () => {
    const many = Array.from({ length: 14 }, (_, index) => ({ ...STEADY, ruleId: `R-${index}` }));
    const all = renderCalibrationMarkdown(calibrationReport(many));
    expect(all.match(/```mermaid/g)).toHaveLength(12);
    expect(all).toContain('2 more rules have findings.');
  });
});

describe('a chart', () => {
  it('has a bar for each day, days without findings too', () => {
    expect(ruleChart(STEADY)).toBe(`\`\`\`mermaid
xychart-beta
    title "MD-001: findings a day (bars), called wrong (line)"
    x-axis ["11-20", "11-21", "11-22"]
    y-axis "findings" 0 --> 3
    bar [3, 0, 2]
    line [1, 0, 0]
\`\`\`
`);
  });

  it('has weeks that end with the last day, at most thirteen', () => {
    const day = (text: string, total: number) => ({ day: text, total, falsePositives: 1, truePositives: 0 });
    const chart = ruleChart({
      ruleId: 'MD-001',
      days: [day('2026-08-01', 50), day('2026-11-10', 4), day('2026-11-24', 2)],
    });
    expect(chart).toContain('findings a week');
    expect(chart.match(/"\d\d-\d\d"/g)).toHaveLength(13);
    expect(chart).toMatch(/"11-18"\]\n/);
    expect(chart).toMatch(/bar \[(?:0, ){10}4, 0, 2\]/);
    expect(chart).toContain('0 --> 4');
  });

  it('is none for a rule without findings, or with days that are none', () => {
    expect(ruleChart(rule('MD-001'))).toBe('');
    expect(
      ruleChart({ ruleId: 'x', days: [{ day: '2026-02-31', total: 1, falsePositives: 0, truePositives: 0 }] }),
    ).toBe('');
  });

  it('cannot be ended by a name', () => {
    const chart = ruleChart({ ruleId: `${HOSTILE}\`\`\`"`, days: STEADY.days });
    expect(chart.split('\n')).toHaveLength(9);
    expect(chart.match(/```/g)).toHaveLength(2);
    expect(chart.split('\n')[2]).toMatch(
      /^ {4}title "[A-Za-z0-9 ._-]*: findings a day \(bars\), called wrong \(line\)"$/,
    );
  });
});
