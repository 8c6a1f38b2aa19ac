import { describe, expect, it } from '@jest/globals';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import {
  type CalibrationIssueContext,
  calibrationIssue,
  calibrationIssueKey,
  type PublishedChange,
} from '../../src/calibration/issue.js';
import type { CalibrationReport } from '../../src/calibration/report-types.js';
import type { DesiredIssue } from '../../src/report/issues.js';
import { calibrationReport, DEMOTED, evidence, HOSTILE, REFUSED, rule, STEADY } from './report-support.js';

const NOW = Date.UTC(2026, 10, 25, 4, 47);
const CHANGE: PublishedChange = {
  at: '2026-11-25T04:47:00.000Z',
  ruleId: 'MD-004',
  ruleVersion: 1,
  from: 'block',
  to: 'warn',
  by: 'record',
  why: '12 of 61 votes say that it was wrong',
};

function issue(report: CalibrationReport, more: Partial<CalibrationIssueContext> = {}): DesiredIssue {
  return calibrationIssue(report, { repositoryId: 42, now: NOW, changes: [], breakerIssue: '', ...more });
}

const PROPOSED = calibrationReport([DEMOTED], {
  mode: 'report',
  state: { sequence: 7, signed: true, published: null },
});
/** The next day: the level stands, and evidence begins again. */
const STANDING = rule('MD-004', {
  level: 'warn',
  next: 'warn',
  evidence: evidence({ direction: 'promote' }),
  events: 120,
  pending: 50,
});

describe('the identity', () => {
  it('is the environment, which repositories share, else the repository', () => {
    expect(calibrationIssueKey('staging', 42)).toBe('calibration:staging');
    expect(calibrationIssueKey('', 42)).toBe('calibration:42');
    expect(calibrationIssueKey('', null)).toBe('calibration:local');
    expect(issue(calibrationReport([], { environment: 'production' })).key).toBe('calibration:production');
  });

  it('carries the label', () => {
    expect(issue(PROPOSED).labels).toEqual(['fp-calibration', 'governance']);
  });
});

describe('open', () => {
  it('while a change is proposed', () => {
    const { state, title, body, items } = issue(PROPOSED);
    expect([state, title]).toEqual(['open', 'MD-004 should be at warn']);
    expect(items?.map(({ text }) => text)).toEqual([
      '**MD-004** should be at warn (block → warn): 12 of 61 votes say that it was wrong',
    ]);
    expect(body).toContain('Proposed levels are published by');
    expect(body).toContain('██████████ 100 % of what it takes to stop blocking');
    expect(body).toContain('12 of 61 votes wrong; for a change: 3 reviewers, 12 pull requests');
    expect(body).toContain('reviewed only: 12 of 70 wrong (10 % to 28 %)');
    expect(body).toContain('[the run](https://github.com/octo-org/app/actions/runs/7)');
    expect(body).toContain('docs/calibration.md#dispute-a-finding)');
    expect(body).toContain('```mermaid\nxychart-beta');
  });

  it('when it was applied, and for as long as the rule is below what is built in', () => {
    const applied = issue(calibrationReport([DEMOTED]), { changes: [CHANGE] });
    expect([applied.state, applied.title]).toEqual(['open', 'MD-004 no longer blocks']);
    expect(applied.items?.[0]?.text).toBe(
      '**MD-004** no longer blocks (block → warn, since 2026-11-25): 12 of 61 votes say that it was wrong',
    );
    const later = issue(calibrationReport([STANDING]), { changes: [CHANGE], now: NOW + 200 * 86_400_000 });
    expect([later.state, later.title]).toEqual(['open', 'MD-004 no longer blocks']);
    // Nothing new: no comment.
    expect(later.about).toBe(applied.about);
    expect(later.items?.[0]?.id).toBe(applied.items?.[0]?.id);
    expect(later.items?.[0]?.text).toBe(applied.items?.[0]?.text);
  });

  it('is another thing once what was proposed is applied', () => {
    expect(issue(PROPOSED).about).not.toBe(issue(calibrationReport([DEMOTED]), { changes: [CHANGE] }).about);
  });

  it('while a grant is refused', () => {
    const refused = issue(calibrationReport([{ ...REFUSED, builtIn: 'warn' }]));
    expect([refused.state, refused.title]).toEqual(['open', 'MD-002 may not block again yet']);
    expect(refused.items?.[0]?.text).toBe(
      '**MD-002** may not block again yet: its false-positive rate rose from 2 % to 9 %',
    );
  });

  it('for a month after a rule rose above what is built in', () => {
    const risen = rule('MD-013', { builtIn: 'warn', level: 'block', next: 'block' });
    const changes: PublishedChange[] = [{ ...CHANGE, ruleId: 'MD-013', from: 'warn', to: 'block', why: 'none of 80' }];
    const news = issue(calibrationReport([risen]), { changes, now: NOW + 30 * 86_400_000 });
    expect([news.state, news.title]).toEqual(['open', 'MD-013 blocks by its record']);
    expect(issue(calibrationReport([risen]), { changes, now: NOW + 31 * 86_400_000 }).state).toBe('closed');
    // Of a version before: its record says nothing about this one.
    expect(issue(calibrationReport([risen]), { changes: [{ ...changes[0]!, ruleVersion: 2 }] }).state).toBe('closed');
  });

  it('with everything that there is, the worst in the title', () => {
    const raised = rule('MD-003', {
      ...{ level: 'warn', next: 'warn', builtIn: 'warn' },
      change: { from: 'warn', to: 'block', by: 'record', why: 'none of 80 was wrong' },
    } as const);
    const all = issue(calibrationReport([REFUSED, STANDING, raised]), { changes: [CHANGE] });
    expect(all.title).toBe('MD-002 may not block again yet, and 3 more');
    expect(all.changed).toBe('Levels: 1 refused, 1 proposed, 2 below what is built in.');
    expect(all.items).toHaveLength(4);
    expect(new Set(all.items?.map(({ id }) => id)).size).toBe(4);
    expect(all.body).toContain('**MD-003** has earned to block (warn → block): none of 80 was wrong');
  });

  it('links the issue of a rule that is paused, and nothing else that is given for one', () => {
    const url = 'https://github.com/octo-org/app/issues/9';
    expect(issue(PROPOSED, { breakerIssue: url }).body).toContain(`blocked many pull requests: ${url}.`);
    expect(issue(PROPOSED, { breakerIssue: 'javascript:alert(1)' }).body).not.toContain('alert');
    expect(issue(PROPOSED, { breakerIssue: `${url}) [x](https://evil.invalid` }).body).not.toContain('evil');
  });

  it('says when the last look was incomplete', () => {
    expect(issue({ ...PROPOSED, complete: false }).body).toContain('The last look was incomplete: it raised no level.');
  });
});

describe('closed', () => {
  it('when every rule is at its built-in level', () => {
    const closed = issue(calibrationReport([STEADY]));
    expect([closed.state, closed.title, closed.body, closed.items]).toEqual([
      'closed',
      'Levels of rules: as built in',
      '',
      [],
    ]);
    expect(closed.resolved).toBe('Every rule is at its built-in level, or better, and nothing is proposed.');
  });

  it('the day a rule is back, and says which', () => {
    const back = rule('MD-004', {
      ...{ level: 'warn', next: 'block' },
      change: { from: 'warn', to: 'block', by: 'record', why: 'none of 80' },
    } as const);
    const changes = [CHANGE, { ...CHANGE, from: 'warn', to: 'block', why: 'none of 80' } as const];
    const closed = issue(calibrationReport([back]), { changes });
    expect([closed.state, closed.resolved]).toEqual([
      'closed',
      'Every rule is at its built-in level, or better, and nothing is proposed. Back by its record: MD-004.',
    ]);
  });

  it('with a rule above what is built in, of which nobody remembers since when', () => {
    const risen = rule('MD-013', { builtIn: 'warn', level: 'block', next: 'block' });
    expect(issue(calibrationReport([risen])).state).toBe('closed');
    expect(
      issue(calibrationReport([risen]), { changes: [{ ...CHANGE, ruleId: 'MD-013', to: 'block', at: 'once' }] }).state,
    ).toBe('closed');
  });
});

describe('untrusted text', () => {
  it('stays text', () => {
    const desired = issue(
      calibrationReport(
        [{ ...DEMOTED, ruleId: HOSTILE, name: HOSTILE, change: { ...DEMOTED.change!, why: HOSTILE } }],
        {
          run: { ...PROPOSED.run, url: `https://github.com/x) ${HOSTILE}` },
        },
      ),
      { changes: [{ ...CHANGE, ruleId: HOSTILE, why: HOSTILE, at: HOSTILE }] },
    );
    const html = micromark(
      `${desired.body}\n\n${desired.items?.map(({ text }) => `- ${text}`).join('\n')}\n\n${desired.resolved}`,
      {
        extensions: [gfm()],
        htmlExtensions: [gfmHtml()],
      },
    );
    expect(html).not.toMatch(/<img|href="https:\/\/evil|<h1/);
    expect(html.replace(/<code[^>]*>[\s\S]*?<\/code>/g, '')).not.toMatch(/@octocat|(?!\n)\p{Cc}/u);
  });

  it('is bounded', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({
      ...DEMOTED,
      ruleId: `R-${index}`,
      change: { ...DEMOTED.change!, why: 'x'.repeat(5000) },
    }));
    const { body } = issue(
      calibrationReport(many, { mode: 'report', state: { sequence: 1, signed: true, published: null } }),
    );
    expect(body.length).toBeLessThan(60_000);
    expect(body).toMatch(/\d+ more rules, in the report of the run/);
  });
});
