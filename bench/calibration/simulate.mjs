/**
 * What calibration promises, on rules whose true rate is known. docs/statistics.md quotes it.
 *
 *   npm run simulate                        2,000 seeds for each line
 *   npm run simulate -- --seeds N --seed N --every DAYS
 *
 * Each line: how often it happened, the promise, and the exact one-sided binomial test of it (rejected below 1 %).
 * Where the votes are independent the exact probability stands beside it. Exits 1 when a promise is rejected.
 */
import { parseArgs } from 'node:util';
import {
  atLeast,
  changesOf,
  clustered,
  DILIGENT,
  exactChange,
  firstChange,
  firstChangeIfVerdictsWereVotes,
  firstChangeOfProject,
  independent,
  Random,
  SELECTIVE,
  TAU,
} from '../../__tests__/calibration/simulation.ts';
import { look, stateFor } from '../../build/calibration/decide.js';
import {
  addVotes,
  alternatives,
  EVIDENCE_BAR,
  isEnough,
  logFactor,
  noEvidence,
} from '../../build/calibration/evidence.js';
import { schemaPair } from '../../build/l0/check.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '8' },
    every: { type: 'string', default: '7' },
  },
});
const SEEDS = Number(values.seeds);
const FIRST = Number(values.seed);
/** Days between two looks of the projects. */
const EVERY = Number(values.every);
const REJECT = 0.01;
const HORIZON = 1500;
const HASH = '0'.repeat(64);
const code = { noEvidence, addVotes, isEnough, stateFor, look, schemas: schemaPair(HASH, HASH) };

let rejected = 0;
let scenario = 0;

/** Runs one scenario on every seed. No two scenarios share their numbers. */
function run(once) {
  scenario += 1;
  return Array.from({ length: SEEDS }, (_, i) => once(new Random(FIRST * 1_000_003 + scenario * 100_003 + i)));
}

/** @param most the share that is promised not to be exceeded */
function atMost(name, hits, most, exact) {
  const p = atLeast(hits, SEEDS, most);
  line(name, hits, `≤ ${percent(most)}`, p, exact);
}

/** @param least the share that is promised to be reached */
function atLeastShare(name, hits, least, exact) {
  const p = atLeast(SEEDS - hits, SEEDS, 1 - least);
  line(name, hits, `≥ ${percent(least)}`, p, exact);
}

function line(name, hits, promise, p, exact) {
  if (p < REJECT) rejected += 1;
  const beside = exact === undefined ? '' : `, exact probability ${percent(exact)}`;
  const verdict = p < REJECT ? 'REJECTED' : 'holds';
  console.log(
    `${name}: ${hits} of ${SEEDS} (${percent(hits / SEEDS)}), promised ${promise}: ${verdict}, p = ${p.toPrecision(3)}${beside}`,
  );
}

function percent(share) {
  return `${Number((share * 100).toPrecision(3))} %`;
}

const within = (list, votes) => list.filter((n) => n !== null && n <= votes).length;
const happened = (list) => list.filter((n) => n !== null).length;

function median(list) {
  const sorted = list.filter((n) => n !== null).sort((a, b) => a - b);
  return sorted.length === 0 ? 'never' : sorted[Math.floor(sorted.length / 2)];
}

const exact = (direction, rate, horizon) => exactChange(reaches(direction), direction, rate, horizon);
function reaches(direction) {
  const zero = alternatives(direction, TAU).map((q) => logFactor(0, q, TAU));
  const one = alternatives(direction, TAU).map((q) => logFactor(1, q, TAU));
  return (n, ones) => {
    const logs = zero.map((each, i) => ones * one[i] + (n - ones) * each);
    const top = Math.max(...logs);
    return (
      top + Math.log(logs.reduce((sum, each) => sum + Math.exp(each - top), 0) / logs.length) >= Math.log(EVIDENCE_BAR)
    );
  };
}

console.log(`seeds: ${SEEDS} for each line, from ${FIRST}`);
console.log('\nIndependent votes, a look after each');
{
  const bad = run((random) => firstChange(code, 'demote', independent(0.2), HORIZON, random));
  atLeastShare('20 % false: demoted within 80 votes', within(bad, 80), 0.95, exact('demote', 0.2, 80));
  const good = run((random) => firstChange(code, 'demote', independent(0.01), HORIZON, random));
  atMost('1 % false: demoted within 1,500 votes', happened(good), 0.001, exact('demote', 0.01, HORIZON));
  console.log(`  … and within 5,000 votes: exact probability ${percent(exact('demote', 0.01, 5000))}`);
  for (const [direction, word] of [
    ['demote', 'demoted'],
    ['promote', 'promoted'],
  ]) {
    const list = run((random) => firstChange(code, direction, independent(TAU), HORIZON, random));
    atMost(`exactly 5 % false: ${word} within 1,500 votes`, happened(list), 0.05, exact(direction, TAU, HORIZON));
  }
  console.log(`0 % false: promoted at vote ${firstChange(code, 'promote', () => 0, HORIZON, new Random(FIRST))}`);
  const fine = run((random) => firstChange(code, 'promote', independent(0.01), HORIZON, random));
  atLeastShare('1 % false: promoted within 245 votes', within(fine, 245), 0.9, exact('promote', 0.01, 245));
  for (const start of ['demote', 'promote']) {
    for (const rate of [0.01, 0.05, 0.2]) {
      const counts = run((random) => changesOf(code, start, independent(rate), HORIZON, random));
      const from = start === 'demote' ? 'block' : 'warn';
      atMost(
        `${percent(rate)} false, from ${from}: two or more changes in 1,500 votes`,
        counts.filter((n) => n > 1).length,
        0.05,
      );
    }
  }
}

console.log('\nFive findings in each pull request, correlated');
for (const icc of [0.3, 0.7]) {
  for (const [direction, word] of [
    ['demote', 'demoted'],
    ['promote', 'promoted'],
  ]) {
    const list = run((random) => firstChange(code, direction, clustered(TAU, icc), HORIZON, random));
    atMost(`exactly 5 % false, ICC ${icc}: ${word} within 1,500 pull requests`, happened(list), 0.05);
  }
  for (const start of ['demote', 'promote']) {
    const counts = run((random) => changesOf(code, start, clustered(TAU, icc), HORIZON, random));
    const from = start === 'demote' ? 'block' : 'warn';
    atMost(
      `exactly 5 % false, ICC ${icc}, from ${from}: two or more changes`,
      counts.filter((n) => n > 1).length,
      0.05,
    );
  }
  const bad = run((random) => firstChange(code, 'demote', clustered(0.2, icc), HORIZON, random));
  console.log(
    `20 % false, ICC ${icc}: demoted within 80 pull requests ${percent(within(bad, 80) / SEEDS)}, median ${median(bad)}`,
  );
}

console.log(
  `\nSelective review (90 % of the false after 2 days, 30 % of the true after 30), two reviewers, a look every ${EVERY} days`,
);
const project = { findings: 1, icc: 0, review: SELECTIVE, pullRequests: HORIZON, perDay: 5, every: EVERY };
for (const [findings, icc] of [
  [1, 0],
  [5, 0.3],
  [5, 0.7],
]) {
  const shape = findings === 1 ? 'one finding each' : `five findings each, ICC ${icc}`;
  const at = { ...project, findings, icc, rate: TAU };
  const demoted = run((random) => firstChangeOfProject(code, { ...at, level: 'block' }, random));
  atMost(`exactly 5 % false, ${shape}: demoted within 1,500 pull requests`, happened(demoted), 0.05);
  const promoted = run((random) => firstChangeOfProject(code, { ...at, level: 'warn' }, random));
  atMost(`exactly 5 % false, ${shape}: promoted`, happened(promoted), 0.05);
  const audited = run((random) => firstChangeOfProject(code, { ...at, level: 'warn', review: DILIGENT }, random));
  atMost(`exactly 5 % false, ${shape}, all reviewed after 2 and 29 days: promoted`, happened(audited), 0.05);
}
{
  const bad = run((random) => firstChangeOfProject(code, { ...project, level: 'block', rate: 0.2 }, random));
  console.log(
    `20 % false: demoted ${percent(happened(bad) / SEEDS)}, after a median of ${median(bad.map((each) => each?.opened ?? null))} pull requests opened`,
  );
  const naive = run((random) =>
    firstChangeIfVerdictsWereVotes(code, { ...project, level: 'block', rate: TAU }, random),
  );
  console.log(
    `for comparison, each verdict a vote when it comes, exactly 5 % false: demoted ${percent(happened(naive) / SEEDS)}`,
  );
}

console.log(`\npromises rejected: ${rejected}`);
if (rejected > 0) process.exitCode = 1;
