import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Grounds,
  kindOfDismissal,
  type RawVerdict,
  REFUSAL_WORDS,
  REFUSALS,
  type Refusal,
  Refused,
  type Speaker,
  weigh,
} from '../../src/calibration/verdicts.js';

const FINDING = 'a'.repeat(32);
const ada: Speaker = { id: 5, name: 'ada', person: true, own: false };
const bob: Speaker = { id: 6, name: 'bob', person: true, own: false };
const eve: Speaker = { id: 9, name: 'eve', person: true, own: false };

function raw(more: Partial<RawVerdict> = {}): RawVerdict {
  return {
    source: 'alert',
    findingId: FINDING,
    kind: 'false-positive',
    speakers: [[ada]],
    comment: 'it is generated',
    at: 1,
    where: 'alert 1',
    ...more,
  };
}

function grounds(more: Partial<Grounds> = {}): Grounds {
  return { isReviewer: (id) => id === 5 || id === 6, events: 1, ownEvents: () => 0, ...more };
}

const who = (verdict: RawVerdict, on: Grounds): readonly string[] | Refusal => {
  const weighed = weigh(verdict, on);
  return weighed.ok ? weighed.speakers.map(({ name }) => name) : weighed.refusal;
};

describe('weigh', () => {
  it('lets a reviewer speak who had no part in the change, with a reason', () => {
    expect(who(raw(), grounds())).toEqual(['ada']);
    expect(who(raw({ kind: 'true-positive' }), grounds())).toEqual(['ada']);
  });

  it.each<[string, Partial<RawVerdict>, Partial<Grounds>, Refusal]>([
    ['an unknown reason', { kind: null }, {}, 'no-verdict'],
    ['no finding', { findingId: null }, {}, 'no-finding'],
    ['no comment', { comment: ' \n\t' }, {}, 'no-comment'],
    ['nothing recorded', {}, { events: 0 }, 'not-recorded'],
    ['nobody', { speakers: [] }, {}, 'nobody'],
    ['nobody in any group', { speakers: [[], []] }, {}, 'nobody'],
    ['a deleted account', { speakers: [[{ ...ada, id: null }]] }, {}, 'nobody'],
    ['an app, though listed', { speakers: [[{ ...ada, person: false }]] }, {}, 'app'],
    ['a stranger', { speakers: [[eve]] }, {}, 'not-listed'],
    ['somebody who worked on it', {}, { ownEvents: () => 1 }, 'own'],
    ['somebody who brought it in', { speakers: [[{ ...ada, own: true }]] }, {}, 'own'],
    ['a stranger and an author', { speakers: [[eve], [{ ...ada, own: true }]] }, {}, 'own'],
  ])('refuses %s', (_what, more, on, refusal) => {
    expect(who(raw(more), grounds(on))).toBe(refusal);
  });

  it('takes the first group that holds anybody who counts, and all of them', () => {
    const of = (...speakers: Speaker[][]) => who(raw({ source: 'suppression', speakers }), grounds());
    expect(of([ada], [bob])).toEqual(['ada']);
    expect(of([eve], [eve, bob, ada])).toEqual(['bob', 'ada']);
    expect(of([{ ...ada, own: true }], [bob])).toEqual(['bob']);
  });

  it('lets who took part in one of the changes speak of the others', () => {
    expect(who(raw(), grounds({ events: 2, ownEvents: () => 1 }))).toEqual(['ada']);
    expect(who(raw(), grounds({ events: 2, ownEvents: () => 2 }))).toBe('own');
  });

  it('never lets anybody speak who is not listed, is no person, or worked on all of it', () => {
    const speaker = fc.record({
      id: fc.option(fc.integer({ min: 1, max: 6 })),
      name: fc.string(),
      person: fc.boolean(),
      own: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(fc.array(speaker, { maxLength: 4 }), { maxLength: 3 }),
        fc.array(fc.integer({ min: 1, max: 6 })),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 3 }),
        fc.string(),
        (speakers, listed, events, own, comment) => {
          const on = grounds({ isReviewer: (id) => listed.includes(Number(id)), events, ownEvents: () => own });
          const weighed = weigh(raw({ speakers, comment }), on);
          if (!weighed.ok) return;
          expect(weighed.speakers.length).toBeGreaterThan(0);
          expect(comment.trim()).not.toBe('');
          expect(own).toBeLessThan(events);
          for (const { id, person, own: took } of weighed.speakers) {
            expect([listed.includes(Number(id)), person, took]).toEqual([true, true, false]);
          }
        },
      ),
    );
  });
});

describe('kindOfDismissal', () => {
  it.each([
    ['false positive', 'false-positive'],
    ["won't fix", 'true-positive'],
    ['used in tests', 'true-positive'],
    ['mitigated', 'true-positive'],
    ['', null],
    ['False Positive', null],
    ['fixed', null],
  ])('%j → %j', (reason, kind) => {
    expect(kindOfDismissal(reason)).toBe(kind);
  });
});

describe('Refused', () => {
  it('counts worst first, and says where and who', () => {
    const refused = new Refused();
    refused.add({ where: 'alert 1', findingId: null }, 'no-finding');
    refused.add({ where: 'alert 2', findingId: FINDING }, 'own', 'ada');
    refused.add({ where: 'alert 3', findingId: FINDING }, 'own', 'ada');
    expect(refused.counts()).toEqual([
      { reason: 'by somebody who took part in the change', count: 2 },
      { reason: 'without the id of a finding', count: 1 },
    ]);
    expect(refused.examples()).toEqual([
      'alert 2 (finding aaaaaaaa): by somebody who took part in the change (ada)',
      'alert 3 (finding aaaaaaaa): by somebody who took part in the change (ada)',
      'alert 1: without the id of a finding',
    ]);
  });

  it('counts everything, and shows fifty: the worst, whenever they came', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...REFUSALS), { maxLength: 200 }), (refusals) => {
        const refused = new Refused();
        for (const refusal of refusals) refused.add({ where: refusal, findingId: null }, refusal);
        expect(refused.counts().reduce((sum, { count }) => sum + count, 0)).toBe(refusals.length);
        const worst = [...refusals].sort((a, b) => REFUSALS.indexOf(a) - REFUSALS.indexOf(b)).slice(0, 50);
        expect(refused.examples()).toEqual(worst.map((refusal) => `${refusal}: ${REFUSAL_WORDS[refusal]}`));
      }),
      { numRuns: 50 },
    );
  });
});
