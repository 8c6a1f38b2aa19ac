/**
 * Bytes that one call allocates. A process of its own, because what is measured here is the heap. Prints JSON.
 *
 *   node --expose-gc --max-semi-space-size=256 --min-semi-space-size=256 bench/l0/bytes.mjs
 */
import { getHeapStatistics } from 'node:v8';
import { checkL0 } from '../../build/l0/check.js';
import { naiveCheck } from './naive.mjs';
import { makePool, NOW } from './pool.mjs';
import { floor, loopsOf } from './targets.mjs';

/** Few enough that even the reference fills no young generation: a collection would hide what was allocated. */
const CALLS = 200_000;
const pool = makePool(1021);
const passing = pool.filter(({ mask }) => mask === 0);
const failing = pool.filter(({ mask }) => mask !== 0);
const states = (list) => list.map(({ state }) => state);

const targets = {
  floor: loopsOf('bytes floor', floor, states(pool), NOW),
  pass: loopsOf('bytes pass', checkL0, states(passing), NOW),
  fail: loopsOf('bytes fail', checkL0, states(failing), NOW),
  reference: loopsOf(
    'bytes reference',
    naiveCheck,
    pool.map(({ naive }) => naive),
    NOW,
  ),
};

/** Bytes that one window of calls allocates, the two reads of the timer included. */
function allocated(loops, calls) {
  globalThis.gc();
  const before = getHeapStatistics().used_heap_size;
  loops.window(calls);
  return getHeapStatistics().used_heap_size - before;
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const result = {};
for (const [name, loops] of Object.entries(targets)) {
  // Long enough that V8 compiles what one state in three hundred needs, too: code that it still interprets allocates.
  for (let i = 0; i < 500; i += 1) loops.window(20_000);
  // The difference of two windows: what is allocated around the calls cancels, as the timer does in the slope.
  const runs = Array.from({ length: 9 }, () => (allocated(loops, 2 * CALLS) - allocated(loops, CALLS)) / CALLS);
  result[name] = Math.round(median(runs) * 100) / 100;
}
console.log(JSON.stringify(result));
