/**
 * How fast identities are made and texts are redacted. Figures are printed; on another machine they mean nothing.
 *
 *   npx tsc -p tsconfig.build.json && node bench/privacy.mjs
 */
import { saltedAnonymizer } from '../build/privacy/anonymizer.js';
import { canonicalJson } from '../build/privacy/canonical.js';
import { redactText } from '../build/privacy/secrets.js';

const ROUNDS = 9;

/** Median of some rounds, in nanoseconds per item; `prepare` is not measured. */
function measure(items, prepare, run) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const subject = prepare();
    const started = process.hrtime.bigint();
    run(subject);
    times.push(Number(process.hrtime.bigint() - started) / items);
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
}

const report = (name, ns, unit) =>
  console.log(
    `${name.padEnd(34)} ${ns.toFixed(0).padStart(8)} ns/${unit}  ${Math.round(1e9 / ns).toLocaleString('en')} ${unit}s/s`,
  );

const salt = { version: 1, value: 'c'.repeat(64), issuedAt: 0 };
const IDS = 10_000;
const fresh = () => saltedAnonymizer(salt);
const all = (anonymizer) => {
  for (let id = 0; id < IDS; id += 1) anonymizer.actor(id);
  return anonymizer;
};
report('identity, first time', measure(IDS, fresh, all), 'id');
report(
  'identity, remembered',
  measure(IDS, () => all(fresh()), all),
  'id',
);

const LINE = 'job build of 8f4b7f84864484a7bf31766abe9204da3cbe65b3 needs lint, see jane@corp.example and 10.0.0.1\n';
const text = LINE.repeat(1_000);
report(
  'redaction',
  measure(1_000, () => text, redactText),
  'line',
);

const files = Array.from({ length: 1_000 }, (_, i) => ({
  path: `.github/workflows/${i}.yml`,
  mode: '100644',
  digest: 'a'.repeat(64),
}));
report(
  'canonical JSON',
  measure(1_000, () => ({ files }), canonicalJson),
  'file',
);
