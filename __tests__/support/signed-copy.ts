/** A copy of the levels as `calibrate apply --copy` writes it, and the configuration that pins its key. */
import { generateKeyPairSync } from 'node:crypto';
import { ALL_RULES } from '../../src/oracle/all-rules.js';
import { pemSigner } from '../../src/privacy/pem-signer.js';
import { signDocument } from '../../src/privacy/signed-object.js';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** The lines of the configuration that trust {@link signedCopy}. */
export const PINNED = `trust:\n  keys:\n    - id: k1\n      use: levels\n      pem: |\n        ${PEM.trim().replaceAll('\n', '\n        ')}\n`;

export interface CopyOptions {
  /** Of sequence 3 without. */
  readonly sequence?: number;
  /** Numeric id → level of its own. */
  readonly repositories?: Readonly<Record<string, 'block' | 'warn'>>;
  readonly signed?: boolean;
}

/** One rule at `warn`. @param now milliseconds since 1970-01-01 UTC */
export async function signedCopy(
  ruleId: string,
  now: number,
  { sequence = 3, repositories = {}, signed = true }: CopyOptions = {},
): Promise<string> {
  const ruleVersion = ALL_RULES.find(({ id }) => id === ruleId)?.version ?? 1;
  const entry = (level: 'block' | 'warn') => ({ ruleId, ruleVersion, level, record: null });
  const own = Object.fromEntries(Object.entries(repositories).map(([id, level]) => [id, [entry(level)]]));
  const payload = { schemaVersion: '1', rules: [entry('warn')], repositories: own };
  const header = { type: 'levels', env: 'local', repositoryId: null, branch: null, sequence, previous: null } as const;
  return (await signDocument(payload, header, signed ? pemSigner('k1', privateKey) : null, now)).text;
}
