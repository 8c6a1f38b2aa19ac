/** A server of the rig as a backend of the suites. Every case has an environment of its own: tables, bucket, parameters. */
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { openAwsStores } from '../../src/stores/aws/index.js';
import type { SecretStores } from '../../src/stores/stores.js';
import {
  type Bare,
  bareClients,
  discard,
  endpointOf,
  freshEnvironment,
  optionsOf,
  provision,
  type RigOptions,
  type ServerName,
} from '../support/aws-rig.js';
import type { Opened } from './backend.js';
import type { SecretHooks } from './secret-store.js';

export interface AwsOpened extends Opened<SecretStores> {
  readonly bare: Bare;
  readonly options: RigOptions;
}

export interface AwsBackend extends SecretHooks {
  open(clock: { now(): number }): Promise<AwsOpened>;
}

/** Deadlines are long: a server in Python that twenty racers ask at once is slower than AWS, and that is no fault. */
const PATIENT = { requestTimeoutMs: 60_000, deadlineMs: 120_000 };

export function awsBackend(server: ServerName): AwsBackend {
  const bareOf = new WeakMap<object, Bare>();
  return {
    name: server,
    scale: { writers: 16, each: 50 },
    open: async (clock) => {
      const endpoint = endpointOf(server);
      const options = optionsOf(endpoint, freshEnvironment());
      const bare = bareClients(endpoint);
      await provision(bare, options);
      const opened: SecretStores[] = [];
      const another = async (): Promise<SecretStores> => {
        const stores = openAwsStores({ ...options, ...PATIENT }, clock);
        opened.push(stores);
        return stores;
      };
      const stores = await another();
      bareOf.set(stores, bare);
      return {
        stores,
        another,
        bare,
        options,
        close: async () => {
          for (const one of opened) await one.close();
          await discard(bare, options);
          bare.destroy();
        },
      };
    },
    putParameter: async (stores, name, value, type) => {
      await bareOf.get(stores)?.ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: type }));
    },
  };
}
