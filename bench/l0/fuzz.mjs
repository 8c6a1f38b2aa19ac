/**
 * Compares `checkL0` with the slow reference of the tests on very many states.
 *
 *   npm run fuzz:l0                         ten million states
 *   npm run fuzz:l0 -- --states N --seed N
 *
 * Prints the count, how often each bit was set, and the disagreements. Exits 1 when there is one.
 */
import { parseArgs } from 'node:util';
import { referenceMask } from '../../__tests__/l0/reference.ts';
import { candidate, Random } from '../../__tests__/l0/states.ts';
import { checkL0, schemaPair } from '../../build/l0/check.js';

const { values } = parseArgs({
  options: {
    states: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: '4' },
  },
});
const STATES = Number(values.states);
const SEED = Number(values.seed);
const ISSUED = 3;
for (let i = 0; i < ISSUED; i += 1) schemaPair(String(i).repeat(64), String(i).repeat(64));

const random = new Random(SEED);
const bits = { passed: 0, schemaHash: 0, permissionBits: 0, magnitude: 0, freshness: 0, witness: 0, kind: 0 };
const disagreements = [];
let disagreed = 0;
for (let i = 0; i < STATES; i += 1) {
  const { state, now } = candidate(random, ISSUED);
  const mask = checkL0(state, now);
  const wanted = referenceMask(state, now, ISSUED);
  if (mask !== wanted) {
    disagreed += 1;
    if (disagreements.length < 10) disagreements.push({ number: i, mask, wanted, state, now });
  }
  if (mask === 0) bits.passed += 1;
  for (const [index, name] of Object.keys(bits).slice(1).entries()) if (mask & (1 << index)) bits[name] += 1;
}
for (const each of disagreements) console.log(each);
console.log(`states: ${STATES}, seed: ${SEED}`);
console.log(`masks: ${JSON.stringify(bits)}`);
console.log(`disagreements: ${disagreed}`);
if (disagreed > 0) process.exitCode = 1;
