/**
 * Secrets in the parameter store: redaction nonces, or identity salts. A value is in no error, not even in a cause.
 */
import type { Parameter } from '@aws-sdk/client-ssm';
import {
  DeleteParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import type { AwsClients } from '../../aws/clients.js';
import { StoreError } from '../errors.js';
import type { SecretStore, SecretVersion } from '../ports.js';
import { attemptsOf, callWithSecrets, nameOf } from './call.js';
import type { SecretNames } from './names.js';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const BATCH = 10;
const MAX_VERSION = 999_999_999;
const MAX_INSTANT = 253_402_300_799_999;

export class SsmSecretStore implements SecretStore {
  readonly name: string;

  /** @param names whose secrets: `namesOf(…).secrets.nonces` or `.salts` */
  constructor(
    private readonly clients: Pick<AwsClients, 'ssm'>,
    private readonly names: SecretNames,
  ) {
    this.name = `${names.path}${names.stem}*`;
  }

  async load(): Promise<readonly SecretVersion[]> {
    const operation = 'NonceSource.load';
    const { path, stem, keptFromFirst } = this.names;
    const secrets: SecretVersion[] = [];
    for await (const page of keptFromFirst ? this.byName(operation) : this.byPath(operation)) {
      for (const parameter of page) {
        const version = versionOf(parameter.Name ?? '', path + stem);
        if (version !== null) secrets.push(this.parse(operation, version, parameter));
      }
    }
    return secrets.sort((a, b) => a.version - b.version);
  }

  private async *byPath(operation: string): AsyncGenerator<readonly Parameter[]> {
    let token: string | undefined;
    do {
      const command = new GetParametersByPathCommand({ Path: this.names.path, WithDecryption: true, NextToken: token });
      const page = await callWithSecrets(operation, { parameter: this.name }, () => this.clients.ssm.send(command));
      yield page.Parameters ?? [];
      // The last page may be empty and have no token; one in the middle may be empty and have one.
      token = page.NextToken || undefined;
    } while (token !== undefined);
  }

  /**
   * Ten at a time, as many as one request takes, until none follows. One that is missing among others was deleted past
   * us: what comes behind it counts all the same, or rows would be written under a version that is not the newest.
   */
  private async *byName(operation: string): AsyncGenerator<readonly Parameter[]> {
    const { path, stem } = this.names;
    for (let first = 1; ; first += BATCH) {
      const names = Array.from({ length: BATCH }, (_, index) => `${path}${stem}${first + index}`);
      const command = new GetParametersCommand({ Names: names, WithDecryption: true });
      const page = await callWithSecrets(operation, { parameter: this.name }, () => this.clients.ssm.send(command));
      const found = page.Parameters ?? [];
      yield found;
      const versions = found.map(({ Name: name }) => versionOf(name ?? '', path + stem) ?? 0);
      const last = Math.max(first - 1, ...versions);
      if (last < first + BATCH - 1 && found.length === last - first + 1) return;
    }
  }

  async create({ version, value, issuedAt }: SecretVersion): Promise<void> {
    const operation = 'SecretStore.create';
    const parameter = this.parameter(operation, version);
    if (!/^[0-9a-f]{64}$/.test(value) || !isInstant(issuedAt)) {
      const reason = 'was given a secret that is not 64 lower-case hex digits, or no instant';
      throw new StoreError({ operation, ids: { parameter }, code: 'INVALID', reason });
    }
    const command = new PutParameterCommand({
      Name: parameter,
      Value: JSON.stringify({ value, issuedAt }),
      Type: 'SecureString',
      // Without it SSM takes the key of the account, which every role that may read parameters may use.
      KeyId: this.names.dataKey,
      // A secret fits into what costs nothing, whatever the account's default is.
      Tier: 'Standard',
      Overwrite: false,
    });
    await callWithSecrets(operation, { parameter }, async () => {
      try {
        await this.clients.ssm.send(command);
      } catch (error) {
        if (nameOf(error) !== 'ParameterAlreadyExists') throw error;
        // An earlier attempt may have been done although its answer was lost.
        const ours =
          attemptsOf(error) > 1 && (await this.load()).some((s) => s.version === version && s.value === value);
        if (ours) return;
        throw new StoreError({ operation, ids: { parameter }, code: 'CONFLICT', reason: 'is there already' });
      }
    });
  }

  async remove(version: number): Promise<boolean> {
    const operation = 'SecretStore.remove';
    const parameter = this.parameter(operation, version);
    return await callWithSecrets(operation, { parameter }, async () => {
      try {
        await this.clients.ssm.send(new DeleteParameterCommand({ Name: parameter }));
        return true;
      } catch (error) {
        if (nameOf(error) === 'ParameterNotFound') return attemptsOf(error) > 1;
        throw error;
      }
    });
  }

  private parameter(operation: string, version: number): string {
    if (Number.isSafeInteger(version) && version >= 1 && version <= MAX_VERSION) {
      return `${this.names.path}${this.names.stem}${version}`;
    }
    throw new StoreError({ operation, ids: { parameter: this.name }, code: 'INVALID', reason: 'was given no version' });
  }

  /** @throws {StoreError} CORRUPT with the name of the parameter; without a cause, because a parser shows what it read */
  private parse(operation: string, version: number, { Name, Type, Value }: Parameter): SecretVersion {
    const parsed = Type === 'SecureString' ? secretOf(Value ?? '') : null;
    if (parsed !== null) return { version, ...parsed };
    const wrong =
      Type === 'SecureString' ? 'does not hold {"value": 64 hex digits, "issuedAt": …}' : 'is no SecureString';
    throw new StoreError({
      operation,
      ids: { parameter: Name ?? this.name },
      code: 'CORRUPT',
      reason: wrong,
      next: 'Find out who wrote it, then make a new version (docs/runbook.md)',
    });
  }
}

/** The version in a name that is exactly ours; null for any other parameter that lies beside it. */
function versionOf(name: string, prefix: string): number | null {
  if (!name.startsWith(prefix)) return null;
  const digits = name.slice(prefix.length);
  return /^[1-9][0-9]{0,8}$/.test(digits) ? Number(digits) : null;
}

function secretOf(text: string): Pick<SecretVersion, 'value' | 'issuedAt'> | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null) return null;
  const { value, issuedAt } = json as Record<string, unknown>;
  if (typeof value !== 'string' || !/^[0-9a-fA-F]{64}$/.test(value) || !isInstant(issuedAt)) return null;
  return { value: value.toLowerCase(), issuedAt };
}

function isInstant(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= MAX_INSTANT;
}
