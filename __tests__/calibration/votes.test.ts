import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addVotes, logEvidence, noEvidence } from '../../src/calibration/evidence.js';
import {
  admitted,
  capVotes,
  type Identify,
  isAudited,
  NO_SUPPORTERS,
  type PullRequest,
  PullRequests,
  type Vote,
  type VoteEvent,
  voteOf,
} from '../../src/calibration/votes.js';
import type { Verdict } from '../../src/stores/ports.js';
import { DAY_MS } from '../../src/stores/ports.js';

/** `x@2`: what the second version of the salt makes of `x`. Reviewers are a to d. */
const identify: Identify = (identity) => {
  const name = identity.split('@')[0]!;
  return 'abcd'.includes(name) ? name : null;
};

function verdict(reviewer: string, kind: 'false' | 'true', fields: Partial<Verdict> = {}): Verdict {
  return { kind: `${kind}-positive`, reviewer, ticket: 'T-1', at: 0, source: 'alert', ...fields };
}

let events = 0;
function event(change: string, verdicts: readonly Verdict[] = [], fields: Partial<VoteEvent> = {}): VoteEvent {
  events += 1;
  return { repository: 'r', change, findingId: `f${events}`, actors: ['author'], occurredAt: 0, verdicts, ...fields };
}

function requests(list: readonly VoteEvent[]): readonly PullRequest[] {
  const all = new PullRequests(identify);
  for (const each of list) all.add(each);
  return all.list();
}

function vote(by: string, fields: Partial<Vote> = {}): Vote {
  events += 1;
  const times = { firstSeen: events, lastSeen: events };
  const counts = new Map(by === '' ? [] : [[by, 1]]);
  return {
    repository: 'r',
    change: `pr#${events}`,
    ...times,
    x: by === '' ? 0 : 1,
    supports: by !== '',
    by: counts,
    ...fields,
  };
}

const x = (list: readonly VoteEvent[], direction: 'demote' | 'promote'): number =>
  voteOf(requests(list)[0]!, direction, 0.05).x;

describe('a pull request', () => {
  it('has one vote, however many findings and whoever judges them', () => {
    const many = Array.from({ length: 30 }, () => event('pr#1', [verdict('a', 'false')]));
    expect(requests(many).map((request) => voteOf(request, 'demote', 0.05).x)).toEqual([1]);
  });

  it('is one of its repository', () => {
    const list = requests([event('pr#1'), event('pr#1', [], { repository: 'other' }), event('pr#1')]);
    expect(list.map(({ repository, findings }) => [repository, findings])).toEqual([
      ['other', 1],
      ['r', 2],
    ]);
  });

  it('starts with its first finding and lasts to its last; the list is in order of age, whatever came first', () => {
    const list = requests([
      event('pr#2', [], { occurredAt: 7 }),
      event('pr#1', [], { occurredAt: 9 }),
      event('pr#2', [], { occurredAt: 3 }),
      event('pr#3', [], { occurredAt: 3 }),
    ]);
    expect(list.map(({ change, firstSeen, lastSeen }) => [change, firstSeen, lastSeen])).toEqual([
      ['pr#2', 3, 7],
      ['pr#3', 3, 3],
      ['pr#1', 9, 9],
    ]);
  });

  it('is none where a commit came without one', () => {
    expect(requests([event('ref#refs/heads/main', [verdict('a', 'false')])])).toEqual([]);
  });

  it('votes with its share of false positives; what is pending never helps the change', () => {
    const list = [
      event('pr#1', [verdict('a', 'false')]),
      event('pr#1', [verdict('a', 'true')]),
      event('pr#1'),
      event('pr#1', [verdict('a', 'true'), verdict('b', 'false')]),
    ];
    expect([x(list, 'demote'), x(list, 'promote')]).toEqual([1 / 4, 3 / 4]);
    expect([x([event('pr#1')], 'demote'), x([event('pr#1')], 'promote')]).toEqual([0, 1]);
  });

  it('supports the change on its side of τ, not at τ', () => {
    const at = (falsePositives: number): PullRequest => {
      const judged = { findings: 20, falsePositives, truePositives: 20 - falsePositives };
      return { ...requests([event('pr#1')])[0]!, ...judged, falseBy: new Map([['a', 1]]), trueBy: new Map([['b', 1]]) };
    };
    const supports = (direction: 'demote' | 'promote'): boolean[] =>
      [0, 1, 2].map((n) => voteOf(at(n), direction, 0.05).supports);
    expect([supports('demote'), supports('promote')]).toEqual([
      [false, false, true],
      [true, false, false],
    ]);
    expect([...voteOf(at(2), 'demote', 0.05).by.keys(), ...voteOf(at(0), 'promote', 0.05).by.keys()]).toEqual([
      'a',
      'b',
    ]);
  });

  it('has the same vote when what nobody judged comes folded, in any order and in any parts', () => {
    const one = fc.record({
      repository: fc.constantFrom('r', 's'),
      change: fc.constantFrom('pr#1', 'pr#2', 'ref#refs/heads/main'),
      occurredAt: fc.nat({ max: 9 }),
      said: fc.constantFrom('', '', 'false', 'true', 'both', 'nobody'),
      part: fc.nat({ max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), fc.boolean(), (list, foldedFirst) => {
        const said = {
          '': [],
          false: [verdict('a', 'false')],
          true: [verdict('b', 'true')],
          both: [verdict('a', 'false'), verdict('b', 'true')],
          nobody: [verdict('stranger', 'false')],
        } as const;
        const all = list.map(({ repository, change, occurredAt, said: how, part }) => ({
          part,
          event: event(change, said[how as keyof typeof said], { repository, occurredAt }),
        }));
        const folded = new PullRequests(identify);
        const judged = all.filter((each) => each.event.verdicts.length > 0);
        const rows = new Map<string, VoteEvent[]>();
        for (const { part, event: each } of all) {
          if (each.verdicts.length > 0) continue;
          const key = `${each.repository} ${each.change} ${part}`;
          rows.set(key, [...(rows.get(key) ?? []), each]);
        }
        if (!foldedFirst) for (const each of judged) folded.add(each.event);
        for (const events of rows.values()) {
          const { repository, change } = events[0] as VoteEvent;
          const times = events.map(({ occurredAt }) => occurredAt);
          const seen = { firstSeen: Math.min(...times), lastSeen: Math.max(...times) };
          folded.addUnjudged({ repository, change, events: events.length, ...seen });
        }
        if (foldedFirst) for (const each of judged) folded.add(each.event);
        expect(folded.list()).toEqual(requests(all.map((each) => each.event)));
      }),
    );
  });
});

describe('a verdict', () => {
  it.each([
    ['of nobody who may review', verdict('stranger', 'false'), []],
    ['of the author', verdict('a', 'false'), ['a']],
    ['of one who pushed, under the salt before', verdict('a@2', 'false'), ['author', 'a@1']],
    ['without a comment or ticket', verdict('a', 'false', { ticket: '  ' }), []],
  ])('does not count: %s', (_, given, actors) => {
    expect(x([event('pr#1', [given], { actors })], 'demote')).toBe(0);
    expect(admitted(event('pr#1', [given], { actors }), identify)).toEqual([]);
  });

  it('counts of another reviewer of the same change', () => {
    expect(x([event('pr#1', [verdict('a', 'false'), verdict('b', 'false')], { actors: ['a'] })], 'demote')).toBe(1);
  });

  it('is of one person, whatever the salt', () => {
    const [request] = requests([event('pr#1', [verdict('a@1', 'false')]), event('pr#1', [verdict('a@2', 'false')])]);
    expect([...request!.falseBy]).toEqual([['a', 2]]);
    // Once per finding, where one person is there twice.
    const [twice] = requests([event('pr#1', [verdict('a@1', 'true'), verdict('a@2', 'true')])]);
    expect([...twice!.trueBy]).toEqual([['a', 1]]);
  });

  it('of one pull request is not of another', () => {
    const list = requests([
      event('pr#1', [verdict('a', 'false')]),
      event('pr#2', [verdict('b', 'true')]),
      event('pr#3'),
    ]);
    expect(list.map(({ falseBy, trueBy }) => [[...falseBy.keys()], [...trueBy.keys()]])).toEqual([
      [['a'], []],
      [[], ['b']],
      [[], []],
    ]);
  });
});

describe('the audit', () => {
  it('takes pull requests of its sample that are older than 30 days', () => {
    const request = { repository: 'r', change: 'pr#1', firstSeen: 0 };
    const at = (days: number): boolean => isAudited(request, days * DAY_MS, () => true);
    expect([at(29), at(30), at(30.01)]).toEqual([false, false, true]);
    expect(isAudited(request, 31 * DAY_MS, (repository, change) => repository === 'r' && change !== 'pr#1')).toBe(
      false,
    );
  });
});

describe('the caps', () => {
  const counted = (votes: readonly Vote[], feeding = 1, before = NO_SUPPORTERS): readonly string[] =>
    capVotes(votes, before, feeding).counted.map(({ change }) => change);

  it('let one person move nothing', () => {
    const votes = Array.from({ length: 30 }, () => vote('a'));
    const { counted: left, waiting, supporters } = capVotes(votes, NO_SUPPORTERS, 1);
    expect([left, waiting.length, supporters]).toEqual([[], 30, NO_SUPPORTERS]);
  });

  it('leave one person half; surplus votes wait, latest first', () => {
    const mine = Array.from({ length: 5 }, () => vote('a'));
    const others = [vote('b'), vote('c')];
    const { waiting, supporters } = capVotes([...mine, ...others], NO_SUPPORTERS, 1);
    expect(waiting.map(({ change }) => change)).toEqual(mine.slice(2).map(({ change }) => change));
    expect(supporters.reviewers).toEqual({ a: 2, b: 1, c: 1 });
  });

  it('hold nobody back who speaks against the change', () => {
    const against = Array.from({ length: 9 }, () => vote(''));
    expect(counted([...against, vote('a'), vote('b')])).toHaveLength(11);
    expect(counted([...against, vote('a')])).toEqual(against.map(({ change }) => change));
  });

  it('count a vote for the one who judged most of it, of equals for the one with fewer, then by name', () => {
    const shared = (a: number, b: number): Vote =>
      vote('', {
        supports: true,
        x: 1,
        by: new Map([
          ['b', b],
          ['a', a],
        ]),
      });
    const suppliers = capVotes([shared(2, 1), shared(1, 2), shared(1, 1), shared(1, 1)], NO_SUPPORTERS, 1).counted;
    expect(suppliers.map(({ supplier }) => supplier)).toEqual(['a', 'b', 'a', 'b']);
  });

  it('leave one repository a third, where three or more feed the state', () => {
    const of = (repository: string, n: number): Vote[] =>
      Array.from({ length: n }, (_, i) => vote(i % 2 === 0 ? 'a' : 'b', { repository }));
    const votes = [...of('one', 6), ...of('two', 2), ...of('three', 2)];
    expect(counted(votes, 2)).toHaveLength(10);
    expect(capVotes(votes, NO_SUPPORTERS, 3).supporters).toEqual({
      reviewers: { a: 3, b: 3 },
      repositories: { one: 2, three: 2, two: 2 },
    });
    expect(capVotes(votes, NO_SUPPORTERS, 3).waiting.map(({ change }) => change)).toEqual(
      votes.slice(2, 6).map(({ change }) => change),
    );
    // Two repositories have a third each at most, so without a third one there is no vote for the change.
    expect(counted([...of('one', 4), ...of('two', 4)], 3)).toEqual([]);
  });

  it('remember what was counted before, and take none of it back', () => {
    const before = { reviewers: { a: 4, b: 1 }, repositories: { r: 5 } };
    const result = capVotes([vote('a'), vote('c')], before, 1);
    expect(result.waiting).toHaveLength(1);
    expect(result.supporters.reviewers).toEqual({ a: 4, b: 1, c: 1 });
    expect(counted([vote('b'), vote('b'), vote('b')], 1, before)).toHaveLength(3);
  });

  it('cannot count a vote that supports a change by nobody', () => {
    expect(() => capVotes([vote('', { supports: true })], NO_SUPPORTERS, 1)).toThrow('nobody cast it');
  });

  const someVotes = fc.array(
    fc.record({
      by: fc.constantFrom('', 'a', 'a', 'b', 'c', 'd'),
      repository: fc.constantFrom('one', 'one', 'two', 'three', 'four'),
    }),
    { maxLength: 60 },
  );

  it('hold for any votes, keep every vote once, and never raise the evidence', () => {
    fc.assert(
      fc.property(someVotes, fc.integer({ min: 1, max: 5 }), (list, feeding) => {
        const votes = list.map(({ by, repository }) => vote(by, { repository }));
        const { counted: kept, waiting, supporters } = capVotes(votes, NO_SUPPORTERS, feeding);
        const supporting = kept.filter(({ supports }) => supports).length;
        expect(kept.length + waiting.length).toBe(votes.length);
        expect(waiting.every(({ supports }) => supports)).toBe(true);
        expect(Object.values(supporters.reviewers).every((n) => 2 * n <= supporting)).toBe(true);
        if (feeding >= 3) {
          expect(Object.values(supporters.repositories).every((n) => 3 * n <= supporting)).toBe(true);
        }
        const evidence = (of: readonly Vote[]): number =>
          logEvidence(
            addVotes(
              noEvidence('demote'),
              of.map((each) => each.x),
            ),
          );
        expect(evidence(kept)).toBeLessThanOrEqual(evidence(votes) + 1e-12);
      }),
    );
  });
});
