/**
 * One process of several that share the nonces: it reads commands from standard input, one JSON a line, and answers each
 * with one line. Started by nonce-processes.test.ts; runs the sources as they are, Node strips the types.
 */
import { registerHooks } from 'node:module';
import { createInterface } from 'node:readline';

registerHooks({
  resolve: (specifier, context, next) =>
    next(
      specifier.startsWith('.') && specifier.endsWith('.js') ? specifier.replace(/\.js$/, '.ts') : specifier,
      context,
    ),
});
const { NonceRing } = await import('../../src/privacy/nonce-ring.ts');
const { openEnvelope, redact } = await import('../../src/privacy/redaction.ts');
const { StoreError } = await import('../../src/stores/errors.ts');

const [address, name] = process.argv.slice(2);
let now = 0;
const source = {
  name,
  async load() {
    try {
      return await (await fetch(address)).json();
    } catch (cause) {
      throw new StoreError({
        operation: 'load',
        ids: { parameter: name },
        code: 'UNAVAILABLE',
        reason: 'is down',
        cause,
      });
    }
  },
};
const ring = new NonceRing(source, { now: () => now });

const commands = {
  load: async () => (await ring.load()).versions,
  status: async () => ring.status(),
  seal: async ({ text }) => (await redact(text, ring, now)).envelope,
  open: async ({ envelope }) => {
    const opened = await openEnvelope(envelope, ring, now);
    return opened.ok ? opened.value : opened.refusal;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  now = request.now;
  const answer = await commands[request.command](request).catch((error) => ({ error: error.message }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
