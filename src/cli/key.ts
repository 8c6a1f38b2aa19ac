/**
 * `phase-mirror key create|show`: the keys that sign baselines and levels. What is printed is the public half, as the
 * configuration pins it. With --pem the private half goes to stdout, and only where that is no terminal: it is meant
 * for the pipe into a store of secrets.
 */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import { loadOperator } from '../oracle.js';
import { keyIdOf, pemSigner, publicPem } from '../privacy/pem-signer.js';
import type { SignedType } from '../privacy/signed-object.js';
import { createSigningKey, showSigningKey } from '../privacy/signing-key.js';
import type { KeyCommand } from './args-secrets.js';
import type { Io } from './io.js';
import { regionOf } from './memory.js';
import { SIGNING_KEY_VARIABLE } from './signing-key.js';

/** @returns 0 */
export async function runKey(command: KeyCommand, io: Io): Promise<number> {
  const { action, target, use } = command;
  if (target === null) {
    if (action === 'create') createPem(use, io);
    else io.stdout(pinned(publicHalf(io), use));
    return EXIT_CODES.ok;
  }
  const { environment } = target;
  const { openKeys } = await loadOperator();
  const { keys, close } = await openKeys({ environment, region: regionOf(target.region, io) });
  try {
    const perform = action === 'create' ? createSigningKey : showSigningKey;
    const { name, publicPem: pem, created } = await perform(keys, environment, use);
    io.stderr(`${created ? 'Made' : 'Found'} the key alias/${name}. On the base branch, in .phase-mirror.yml:\n`);
    io.stdout(pinned(pem, use));
    return EXIT_CODES.ok;
  } finally {
    await close();
  }
}

function createPem(use: SignedType, { columns, stdout, stderr }: Io): void {
  if (columns !== undefined) {
    throw new PhaseMirrorError('user', {
      thing: 'key create --pem',
      reason: 'would show the private key on the terminal',
      next: `Pipe it to where it is kept: phase-mirror key create --pem --use ${use} | gh secret set ${SIGNING_KEY_VARIABLE}`,
      exitCode: EXIT_CODES.usage,
    });
  }
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  stdout(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  stderr(`Made a key. On the base branch, in .phase-mirror.yml:\n${pinned(publicPem(publicKey), use)}`);
}

function publicHalf({ environment }: Io): string {
  const pem = environment[SIGNING_KEY_VARIABLE];
  if (pem === undefined || pem === '') {
    throw new PhaseMirrorError('user', {
      thing: SIGNING_KEY_VARIABLE,
      reason: 'is not set',
      next: 'Put the private key in PEM there, or leave out --pem and name an --environment',
      exitCode: EXIT_CODES.usage,
    });
  }
  // Refuses what cannot sign, without a word of what it is.
  pemSigner('p256-0', pem);
  return publicPem(createPrivateKey(pem));
}

/** The lines of the configuration that pin a key. */
function pinned(pem: string, use: SignedType): string {
  const lines = pem.trim().split('\n');
  return [
    'trust:',
    '  keys:',
    `    - id: ${keyIdOf(pem)}`,
    `      use: ${use}`,
    '      pem: |',
    ...lines.map((line) => `        ${line}`),
    '',
  ].join('\n');
}
