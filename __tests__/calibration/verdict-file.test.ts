import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_FILE, MAX_LINES, parseVerdictFile } from '../../src/calibration/verdict-file.js';
import { PhaseMirrorError } from '../../src/errors.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const GOOD = {
  finding: '0123456789abcdef'.repeat(2),
  verdict: 'false-positive',
  reviewer: 5,
  comment: 'PROJ-7',
  at: '2026-11-24T10:00:00Z',
};
const read = (text: string) => parseVerdictFile('verdicts.jsonl', text, NOW);
const line = (more: object = {}) => JSON.stringify({ ...GOOD, ...more });

function message(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof PhaseMirrorError) return `${error.exitCode} ${error.message}`;
    throw error;
  }
  return 'accepted';
}

describe('parseVerdictFile', () => {
  it('reads a verdict a line, with its number', () => {
    const more = { verdict: 'true-positive', reviewer: ' @Octocat ', at: '2026-11-24T10:00:00.25+02:00' };
    expect(read(`\uFEFF${line()}\r\n\n  \n${line(more)}`)).toEqual([
      {
        line: 1,
        findingId: GOOD.finding,
        kind: 'false-positive',
        reviewer: 5,
        comment: 'PROJ-7',
        at: Date.UTC(2026, 10, 24, 10),
      },
      {
        line: 4,
        findingId: GOOD.finding,
        kind: 'true-positive',
        reviewer: 'Octocat',
        comment: 'PROJ-7',
        at: Date.UTC(2026, 10, 24, 8, 0, 0, 250),
      },
    ]);
    expect(read('')).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['no JSON', '{"finding":', 'it is not JSON'],
    ['a list', '[]', 'it has to be an object with `finding`'],
    ['a text', '"x"', 'it has to be an object with `finding`'],
    ['another key', line({ ticket: 'x' }), 'it has to be an object with `finding`'],
    ['a short finding', line({ finding: '0123abcd' }), '`finding` has to be the 32 hex digits'],
    ['a finding in capitals', line({ finding: 'A'.repeat(32) }), '`finding` has to be the 32 hex digits'],
    ['another verdict', line({ verdict: 'accepted' }), '`verdict` has to be `false-positive` or `true-positive`'],
    ['nobody', line({ reviewer: '' }), "`reviewer` has to be GitHub's numeric id"],
    ['a reviewer of blanks', line({ reviewer: '  ' }), "`reviewer` has to be GitHub's numeric id"],
    ['half a person', line({ reviewer: 1.5 }), "`reviewer` has to be GitHub's numeric id"],
    ['no person', line({ reviewer: 0 }), "`reviewer` has to be GitHub's numeric id"],
    ['no comment', line({ comment: ' ' }), '`comment` has to say why'],
    ['a book', line({ comment: 'x'.repeat(2001) }), '`comment` has to say why'],
    ['a day', line({ at: '2026-11-24' }), '`at` has to be an instant with its zone'],
    ['no zone', line({ at: '2026-11-24T10:00:00' }), '`at` has to be an instant with its zone'],
    ['no day of the calendar', line({ at: '2026-02-30T10:00:00Z' }), '`at` has to be an instant with its zone'],
    ['hour 24', line({ at: '2026-02-20T24:00:00Z' }), '`at` has to be an instant with its zone'],
    ['minute 60', line({ at: '2026-02-20T23:60:00Z' }), '`at` has to be an instant with its zone'],
    ['a zone that is none', line({ at: '2026-02-20T23:00:00+24:00' }), '`at` has to be an instant with its zone'],
    ['a time before all others', line({ at: '1969-12-31T23:59:59Z' }), '`at` has to be an instant with its zone'],
    ['the future', line({ at: '2026-11-24T12:05:01Z' }), '`at` is in the future'],
  ])('refuses %s, with the line', (_what, text, reason) => {
    const said = message(`${line()}\n\n${text}\n`);
    expect(said).toContain('2 verdicts.jsonl:3: the verdicts in verdicts.jsonl hold a line that is wrong: ');
    expect(said).toContain(reason);
    expect(said).toContain('nothing was taken in');
  });

  it('says so of every line, up to ten', () => {
    const said = message(`x\n${line()}\n${'y\n'.repeat(12)}`);
    expect(said).toContain('hold 13 lines that are wrong');
    expect(said).toContain('\n  line 1: it is not JSON\n  line 3: it is not JSON');
    expect(said).toContain('\n  and 3 more');
    expect(said.split('\n')).toHaveLength(12);
  });

  it('ends somewhere', () => {
    expect(message(' '.repeat(MAX_FILE + 1))).toContain(`are more than ${MAX_FILE} characters`);
    expect(message(`${line()}\n`.repeat(MAX_LINES + 1))).toContain(
      `verdicts.jsonl:${MAX_LINES + 1}: the verdicts in verdicts.jsonl are more than ${MAX_LINES}`,
    );
  });

  it('gives back what was written', () => {
    const verdict = fc.record({
      finding: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 }),
      verdict: fc.constantFrom('false-positive', 'true-positive'),
      reviewer: fc.oneof(fc.integer({ min: 1 }), fc.constantFrom('octocat', 'a.b@example.org')),
      comment: fc.string({ minLength: 1, maxLength: 100 }).filter((text) => text.trim() !== ''),
      at: fc.date({ min: new Date(0), max: new Date(NOW), noInvalidDate: true }).map((date) => date.toISOString()),
    });
    fc.assert(
      fc.property(fc.array(verdict, { maxLength: 20 }), (verdicts) => {
        const found = read(verdicts.map((entry) => JSON.stringify(entry)).join('\n'));
        expect(
          found.map(({ findingId, kind, reviewer, comment, at }) => ({
            finding: findingId,
            verdict: kind,
            reviewer,
            comment,
            at: new Date(at).toISOString(),
          })),
        ).toEqual(verdicts);
      }),
    );
  });

  it('knows every zone', () => {
    const zones = fc.tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    fc.assert(
      fc.property(zones, ([sign, hours, minutes]) => {
        const pad = (part: number) => String(part).padStart(2, '0');
        const at = `2026-03-01T00:30${sign}${pad(hours)}:${pad(minutes)}`;
        expect(read(line({ at }))[0]?.at).toBe(Date.parse(at));
      }),
    );
  });

  it('throws nothing else, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(['2', 'a']).toContain(message(text)[0]);
      }),
    );
  });
});
