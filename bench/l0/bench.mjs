/**
 * How long the always-on checks (L0) take: docs/performance.md says what the figures mean.
 *
 *   npm run bench:l0              a table
 *   npm run bench:l0 -- --json    the same as JSON, and nothing else on stdout
 *
 * Exit 0: a valid run that meets every bound. 1: a valid run that misses one. 2: an invalid run, in which the machine
 * was too busy to tell: an empty call broke the bound, or the planted tail was not seen.
 */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Random } from '../../__tests__/l0/states.ts';
import { checkL0 } from '../../build/l0/check.js';
import { naiveCheck } from './naive.mjs';
import { makePool, NOW, POOL_SIZE } from './pool.mjs';
import { bootstrap, median, quantile, upperBound } from './statistics.mjs';
import { burner, floor, loopsOf } from './targets.mjs';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '60' },
  },
});
const ROUNDS = Number(values.rounds);
const SINGLES = 2000;
const PAIRS = 200;
const FEW = 64;
const MANY = 512;

/** What has to hold. */
const BOUNDS = { p99: 100, share: 0.01, faster: 6, floor: 2, bytes: 0 };
/** The control: one call in 29 takes this much longer. */
const TAIL = { share: 0.035, ns: 175 };

const pool = makePool(1021);
const states = pool.map(({ state }) => state);
const random = new Random(7);
const targets = {
  floor: loopsOf('floor', floor, states, NOW),
  check: loopsOf('check', checkL0, states, NOW),
  reference: loopsOf(
    'reference',
    naiveCheck,
    pool.map(({ naive }) => naive),
    NOW,
  ),
  control: loopsOf('control', planted(), states, NOW),
};
const names = Object.keys(targets);

/** `checkL0` with a tail that the method has to see. */
function planted() {
  const burn = burner(TAIL.ns);
  const every = Math.round(1 / TAIL.share);
  let count = 0;
  return (state, now) => {
    count += 1;
    if (count === every) {
      count = 0;
      burn();
    }
    return checkL0(state, now);
  };
}

function roundOf(name) {
  const loops = targets[name];
  const slopes = [];
  // The control is about tails; its slope means nothing.
  for (let i = 0; i < (name === 'control' ? 0 : PAIRS); i += 1) {
    const first = i % 2 === 0 ? FEW : MANY;
    const a = loops.window(first);
    const b = loops.window(FEW + MANY - first);
    slopes.push((first === FEW ? b - a : a - b) / (MANY - FEW));
  }
  const singles = new Float64Array(SINGLES);
  loops.singles(singles);
  const cold = new Float64Array(SINGLES);
  loops.cold(cold);
  return { singles, cold, slope: slopes.length === 0 ? 0 : median(slopes) };
}

for (let i = 0; i < 20; i += 1) for (const name of names) roundOf(name);
const rounds = Array.from({ length: ROUNDS }, (_, i) => {
  const order = i % 2 === 0 ? names : [...names].reverse();
  return Object.fromEntries(order.map((name) => [name, roundOf(name)]));
});

function tailOf(name, kind) {
  const singles = rounds.flatMap((round) => [...round[name][kind]]);
  const slow = singles.filter((ns) => ns >= BOUNDS.p99).length;
  const shares = rounds.map((round) => round[name][kind].filter((ns) => ns >= BOUNDS.p99).length / SINGLES);
  // Slow calls come in bursts. The larger of the exact bound for independent calls and a bound over whole rounds counts.
  const means = Array.from({ length: 2000 }, () => shares.reduce((sum) => sum + random.of(shares), 0) / ROUNDS);
  return {
    p50: quantile(singles, 0.5),
    p99: quantile(singles, 0.99),
    p999: quantile(singles, 0.999),
    slowShare: slow / singles.length,
    slowShareUpper: Math.max(upperBound(slow, singles.length), quantile(means, 0.99)),
  };
}

const slope = (list, name) => median(list.map((round) => round[name].slope));
function ratio(a, b) {
  const of = (list) => slope(list, a) / slope(list, b);
  return { value: of(rounds), interval: bootstrap(rounds, of, random) };
}

const bytes = spawnSync(
  process.execPath,
  [
    '--expose-gc',
    '--min-semi-space-size=256',
    '--max-semi-space-size=256',
    fileURLToPath(new URL('bytes.mjs', import.meta.url)),
  ],
  { encoding: 'utf8' },
);
if (bytes.status !== 0) throw new Error(bytes.stderr);

const result = {
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  states: {
    size: POOL_SIZE,
    failing: pool.filter(({ mask }) => mask !== 0).length,
  },
  rounds: ROUNDS,
  bounds: BOUNDS,
  single: Object.fromEntries(names.map((name) => [name, tailOf(name, 'singles')])),
  cold: Object.fromEntries(['floor', 'check', 'reference'].map((name) => [name, tailOf(name, 'cold')])),
  slope: Object.fromEntries(names.filter((name) => name !== 'control').map((name) => [name, slope(rounds, name)])),
  fasterThanReference: ratio('reference', 'check'),
  timesFloor: ratio('check', 'floor'),
  bytesPerCall: JSON.parse(bytes.stdout),
};

const breaks = ({ p99, slowShareUpper }) => p99 >= BOUNDS.p99 || slowShareUpper >= BOUNDS.share;
const invalid = [
  ...(breaks(result.single.floor) ? ['an empty call broke the bound: the machine was busy'] : []),
  ...(breaks(result.single.control) ? [] : ['the planted tail was not seen: the method does not work here']),
  ...(result.bytesPerCall.reference > 0 ? [] : ['the reference allocated nothing: bytes are not counted here']),
];
const missed = [
  ...(breaks(result.single.check) ? ['p99 of single calls'] : []),
  ...(result.fasterThanReference.value < BOUNDS.faster ? ['times faster than the reference'] : []),
  ...(result.timesFloor.value > BOUNDS.floor ? ['times an empty call'] : []),
  ...(Math.max(result.bytesPerCall.pass, result.bytesPerCall.fail) > BOUNDS.bytes ? ['bytes per call'] : []),
];
const verdict = invalid.length > 0 ? 'invalid' : missed.length > 0 ? 'missed' : 'met';
Object.assign(result, { verdict, invalid, missed: invalid.length > 0 ? [] : missed });

if (values.json) console.log(JSON.stringify(result, null, 2));
else print(result);
process.exitCode = { met: 0, missed: 1, invalid: 2 }[verdict];

function print({ single, cold, fasterThanReference, timesFloor, bytesPerCall }) {
  const ns = (value) => `${value.toFixed(value < 100 ? 1 : 0)} ns`;
  const percent = (value) => `${(value * 100).toFixed(3)} %`;
  const between = ({ value, interval }) =>
    `${value.toFixed(2)} (${interval.map((end) => end.toFixed(2)).join(' to ')})`;
  const row = (name, cells) => console.log(name.padEnd(24) + cells.map((cell) => String(cell).padStart(16)).join(''));
  console.log(
    `${result.cpu}, Node ${result.node}, ${ROUNDS} rounds, ${result.states.failing} of ${POOL_SIZE} states fail`,
  );
  row('single calls, with timer', ['p50', 'p99', 'p99.9', '≥ 100 ns', 'at most (99 %)']);
  const tails = (list) => {
    for (const [name, { p50, p99, p999, slowShare, slowShareUpper }] of Object.entries(list)) {
      row(`  ${name}`, [ns(p50), ns(p99), ns(p999), percent(slowShare), percent(slowShareUpper)]);
    }
  };
  tails(single);
  row('states out of cache', []);
  tails(cold);
  row('slope, per call', ['ns']);
  for (const [name, value] of Object.entries(result.slope)) row(`  ${name}`, [ns(value)]);
  console.log(`reference ÷ checkL0   ${between(fasterThanReference)}   at least ${BOUNDS.faster}`);
  console.log(`checkL0 ÷ empty call  ${between(timesFloor)}   at most ${BOUNDS.floor}`);
  console.log(`bytes per call        ${JSON.stringify(bytesPerCall)}   0 on pass and on fail`);
  console.log(
    verdict === 'met'
      ? 'VALID, every bound met'
      : verdict === 'missed'
        ? `VALID, missed: ${missed.join(', ')}`
        : `INVALID: ${invalid.join('; ')}`,
  );
}
