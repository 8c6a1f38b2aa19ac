/**
 * Rules whose true rate is known, people who review them, and what calibration makes of it. `npm run simulate` runs it
 * at length on the built code, the tests at less length on the source: so the code under test comes in as an argument.
 */
import type { LookInput, RuleState } from '../../src/calibration/decide.js';
import type { Direction, Evidence } from '../../src/calibration/evidence.js';
import type { PullRequest } from '../../src/calibration/votes.js';
import type { SchemaPair } from '../../src/l0/state.js';

/** The code that is simulated. */
export interface Code {
  readonly noEvidence: (direction: Direction, threshold?: number) => Evidence;
  readonly addVotes: (evidence: Evidence, votes: Iterable<number>) => Evidence;
  readonly isEnough: (evidence: Evidence) => boolean;
  readonly stateFor: (
    previous: RuleState | null,
    rule: { id: string; version: number; level: 'block' | 'warn' },
    threshold: number,
  ) => RuleState | null;
  readonly look: (
    state: RuleState,
    input: LookInput,
  ) => { readonly state: RuleState; readonly change: unknown; readonly votes: { readonly n: number } };
  readonly schemas: SchemaPair;
}

export const TAU = 0.05;
const DAY_MS = 86_400_000;

/** sfc32 (Chris Doty-Humphrey, PractRand): the same numbers on every machine. */
export class Random {
  #a: number;
  #b = 0x9e3779b9;
  #c = 0x243f6a88;
  #d = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    for (let i = 0; i < 16; i += 1) this.next();
  }

  /** From 0 (included) to 1 (excluded). */
  next(): number {
    const t = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t;
    return (t >>> 0) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }
}

/**
 * How many of a pull request's findings are false. Rate `rate` each, correlation `icc` between any two of one pull
 * request: Pólya's urn, whose counts are beta-binomial.
 */
export function falseOf(random: Random, findings: number, rate: number, icc: number): number {
  let wrong = 0;
  for (let i = 0; i < findings; i += 1) {
    if (random.chance((rate * (1 - icc) + icc * wrong) / (1 - icc + icc * i))) wrong += 1;
  }
  return wrong;
}

/** A source of votes. */
export type Votes = (random: Random) => number;

export const independent =
  (rate: number): Votes =>
  (random) =>
    random.chance(rate) ? 1 : 0;

export const clustered =
  (rate: number, icc: number, findings = 5): Votes =>
  (random) =>
    falseOf(random, findings, rate, icc) / findings;

/** The vote at which evidence was enough, looking after each; null: not within `horizon`. */
export function firstChange(
  code: Code,
  direction: Direction,
  votes: Votes,
  horizon: number,
  random: Random,
): number | null {
  let evidence = code.noEvidence(direction, TAU);
  for (let n = 1; n <= horizon; n += 1) {
    evidence = code.addVotes(evidence, [votes(random)]);
    if (code.isEnough(evidence)) return n;
  }
  return null;
}

/** Changes of level within `horizon` votes; evidence starts again after each. */
export function changesOf(code: Code, start: Direction, votes: Votes, horizon: number, random: Random): number {
  let direction = start;
  let evidence = code.noEvidence(direction, TAU);
  let changes = 0;
  for (let n = 1; n <= horizon; n += 1) {
    evidence = code.addVotes(evidence, [votes(random)]);
    if (!code.isEnough(evidence)) continue;
    changes += 1;
    direction = direction === 'demote' ? 'promote' : 'demote';
    evidence = code.noEvidence(direction, TAU);
  }
  return changes;
}

/** Who reviews what, and how late, in days. */
export interface Review {
  readonly ofFalse: { readonly share: number; readonly days: number };
  readonly ofTrue: { readonly share: number; readonly days: number };
}

/** People review what annoys them, at once, and little else. */
export const SELECTIVE: Review = { ofFalse: { share: 0.9, days: 2 }, ofTrue: { share: 0.3, days: 30 } };
/** All that the audit asks for, what annoys first. */
export const DILIGENT: Review = { ofFalse: { share: 1, days: 2 }, ofTrue: { share: 1, days: 29 } };

export interface Project {
  readonly level: 'block' | 'warn';
  readonly rate: number;
  readonly findings: number;
  readonly icc: number;
  readonly review: Review;
  readonly pullRequests: number;
  readonly perDay: number;
  /** Days between two looks. */
  readonly every: number;
}

interface Opened {
  readonly at: number;
  /** Each judged finding: day of its verdict, what it says, who says so. Oldest first. */
  readonly verdicts: readonly { readonly at: number; readonly wrong: boolean; readonly by: string }[];
  /** How many of them `request` knows. */
  known: number;
  request: PullRequest;
}

/**
 * A project with two reviewers, calibrated again and again while verdicts come in, by the whole of `look`: votes, caps,
 * audit, freezing.
 *
 * @returns pull requests opened, and votes counted, when the level changed first; null: it never did
 */
export function firstChangeOfProject(
  code: Code,
  project: Project,
  random: Random,
): { readonly opened: number; readonly votes: number } | null {
  const first = code.stateFor(null, { id: 'MD-001', version: 1, level: project.level }, TAU);
  if (first === null) throw new Error('the rule cannot be calibrated');
  let state = first;
  const opened: Opened[] = [];
  const lastDay = Math.ceil(project.pullRequests / project.perDay) + 60;
  for (let day = 0; day <= lastDay; day += 1) {
    for (let i = 0; i < project.perDay && opened.length < project.pullRequests; i += 1) {
      opened.push(open(project, day, opened.length, random));
    }
    if (day % project.every !== 0) continue;
    const known = opened.filter(({ at }) => day - at < 90);
    const result = code.look(state, {
      pullRequests: known.map((request) => seenOn(request, day)),
      audited: () => true,
      feeding: 1,
      schemas: code.schemas,
      now: day * DAY_MS,
    });
    if (result.change !== null) return { opened: opened.length, votes: result.votes.n };
    state = result.state;
  }
  return null;
}

/** The same project if a verdict were a vote as soon as it is there, and what nobody judged were none. */
export function firstChangeIfVerdictsWereVotes(code: Code, project: Project, random: Random): number | null {
  const verdicts: { at: number; wrong: boolean }[] = [];
  for (let i = 0; i < project.pullRequests; i += 1) {
    verdicts.push(...open(project, Math.floor(i / project.perDay), i, random).verdicts);
  }
  verdicts.sort((a, b) => a.at - b.at);
  let evidence = code.noEvidence(project.level === 'block' ? 'demote' : 'promote', TAU);
  for (const [index, { wrong }] of verdicts.entries()) {
    evidence = code.addVotes(evidence, [wrong ? 1 : 0]);
    if (code.isEnough(evidence)) return index + 1;
  }
  return null;
}

function open({ findings, rate, icc, review }: Project, at: number, index: number, random: Random): Opened {
  const wrong = falseOf(random, findings, rate, icc);
  const verdicts = Array.from({ length: findings }, (_, i) => {
    const { share, days } = i < wrong ? review.ofFalse : review.ofTrue;
    const by = random.chance(0.5) ? 'reviewer-a' : 'reviewer-b';
    return random.chance(share) ? [{ at: at + days, wrong: i < wrong, by }] : [];
  });
  const request = {
    repository: 'r',
    change: `pr#${String(index).padStart(6, '0')}`,
    firstSeen: at * DAY_MS,
    lastSeen: at * DAY_MS,
    findings,
    falsePositives: 0,
    truePositives: 0,
    falseBy: new Map(),
    trueBy: new Map(),
  };
  return { at, verdicts: verdicts.flat().sort((a, b) => a.at - b.at), known: 0, request };
}

/** The pull request with the verdicts that are there on a day. Days are asked for in order. */
function seenOn(opened: Opened, day: number): PullRequest {
  for (;;) {
    const verdict = opened.verdicts[opened.known];
    if (verdict === undefined || verdict.at > day) return opened.request;
    opened.known += 1;
    const count = verdict.wrong ? 'falsePositives' : 'truePositives';
    const by = verdict.wrong ? 'falseBy' : 'trueBy';
    const counts = new Map(opened.request[by]).set(verdict.by, (opened.request[by].get(verdict.by) ?? 0) + 1);
    opened.request = { ...opened.request, [count]: opened.request[count] + 1, [by]: counts };
  }
}

/**
 * Exact probability that independent votes of 0 and 1 reach the bar within `horizon`: E depends on how many were 1 alone,
 * so the chances of every count are carried from vote to vote, less those that have reached it.
 *
 * @param enough whether `ones` of `n` votes being 1 reach the bar
 */
export function exactChange(
  enough: (n: number, ones: number) => boolean,
  direction: Direction,
  rate: number,
  horizon: number,
): number {
  let chances = new Float64Array(horizon + 2);
  chances[0] = 1;
  let reached = 0;
  // Demotion: this many ones or more reach it. Promotion: fewer than this many do.
  let bound = 0;
  for (let n = 1; n <= horizon; n += 1) {
    const next = new Float64Array(horizon + 2);
    for (let ones = 0; ones < n; ones += 1) {
      const chance = chances[ones] as number;
      if (chance === 0) continue;
      next[ones] = (next[ones] as number) + chance * (1 - rate);
      next[ones + 1] = (next[ones + 1] as number) + chance * rate;
    }
    if (direction === 'demote') {
      while (bound > 0 && enough(n, bound - 1)) bound -= 1;
      while (bound <= n && !enough(n, bound)) bound += 1;
    } else while (bound <= n && enough(n, bound)) bound += 1;
    const [from, to] = direction === 'demote' ? [bound, n + 1] : [0, bound];
    for (let ones = from; ones < to; ones += 1) {
      reached += next[ones] as number;
      next[ones] = 0;
    }
    chances = next;
  }
  return reached;
}

/** P(X ≥ hits) for X of a binomial distribution: the exact one-sided test of "the probability is at most p". */
export function atLeast(hits: number, n: number, p: number): number {
  let logChoose = 0;
  let total = 0;
  for (let k = 0; k <= n; k += 1) {
    if (k > 0) logChoose += Math.log((n - k + 1) / k);
    if (k >= hits) total += Math.exp(logChoose + k * Math.log(p) + (n - k) * Math.log1p(-p));
  }
  return Math.min(1, total);
}
