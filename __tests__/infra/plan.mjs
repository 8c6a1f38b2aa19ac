/** A plan as the checks see it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const many = (value) => (Array.isArray(value) ? value : [value]);
export const sorted = (values) => [...values].sort();
export const byName = (list) => [...list].sort((one, other) => (one.name < other.name ? -1 : 1));

/** One plan: what `terraform show -json` prints, and the folder it was made from. */
export class Plan {
  constructor(json, folder) {
    this.folder = folder;
    this.resources = [];
    const walk = ({ resources = [], child_modules = [] }) => {
      this.resources.push(...resources.filter(({ mode }) => mode === 'managed'));
      child_modules.forEach(walk);
    };
    walk(json.planned_values.root_module);
    /** Address without keys → what is named in its depends_on. */
    this.after = {};
    const configured = ({ resources: here = [], module_calls = {} }, path) => {
      for (const { address, depends_on = [] } of here) this.after[`${path}${address}`] = depends_on;
      for (const [name, { module }] of Object.entries(module_calls)) configured(module, `${path}module.${name}.`);
    };
    configured(json.configuration.root_module, '');
    this.variables = Object.fromEntries(Object.entries(json.variables).map(([name, { value }]) => [name, value]));
    this.outputs = Object.fromEntries(
      Object.entries(json.planned_values.outputs).map(([name, { value }]) => [name, value]),
    );
    this.prefix = `mirror-dissonance-${this.variables.environment}`;
  }

  all(type) {
    const found = this.resources.filter((resource) => resource.type === type);
    assert.ok(found.length > 0, `no ${type} at all`);
    return found;
  }

  /** The resource of this address; `module.kms.aws_kms_key.data`. */
  at(address) {
    const found = this.resources.find((resource) => resource.address === address);
    assert.ok(found, `no ${address}`);
    return found.values;
  }

  /** Resources of each type, for people. */
  counts() {
    const counts = {};
    for (const { type } of this.resources) counts[type] = (counts[type] ?? 0) + 1;
    return counts;
  }

  get tables() {
    const short = (name) => name.replace(`${this.prefix}-`, '');
    return Object.fromEntries(this.all('aws_dynamodb_table').map(({ values }) => [short(values.name), values]));
  }

  get keys() {
    const signing = (use) => this.at(`module.kms.aws_kms_key.signing["${use}"]`);
    return {
      data: this.at('module.kms.aws_kms_key.data'),
      operations: this.at('module.kms.aws_kms_key.operations'),
      baseline: signing('baseline'),
      levels: signing('levels'),
    };
  }

  /** `evaluate`, `drift/shop` … → trust, permissions. */
  get roles() {
    const policies = this.all('aws_iam_role_policy');
    return Object.fromEntries(
      this.all('aws_iam_role').map(({ values, index }) => {
        const own = policies.filter((policy) => policy.index === index);
        assert.equal(own.length, 1, `${index} has ${own.length} policies`);
        return [
          index,
          { ...values, trust: JSON.parse(values.assume_role_policy), permissions: JSON.parse(own[0].values.policy) },
        ];
      }),
    );
  }

  /** What stands beside each bucket, which is the other resource with its name. */
  buckets(type) {
    return this.all('aws_s3_bucket').map(({ values: { bucket } }) => {
      const found = this.resources.find((resource) => resource.type === type && resource.values.bucket === bucket);
      assert.ok(found, `${bucket} has no ${type}`);
      return { bucket, ...found.values };
    });
  }

  get account() {
    return {
      ...{ partition: 'aws', dns_suffix: 'amazonaws.com' },
      ...{ region: this.variables.region, account_id: this.variables.account_id },
      ...{ environment: this.variables.environment, bucket: `${this.prefix}-${this.variables.account_id}-baselines` },
      ...{ data_key_arn: this.keys.data.arn, signing_key_arn: this.keys.baseline.arn },
    };
  }

  /** As the root module completes them. */
  get repositories() {
    const defaults = {
      ...{ default_branch: 'main', accept_environment: 'phase-mirror-accept' },
      ...{ operate_environment: 'phase-mirror-operate', verify_environment: 'phase-mirror-verify' },
    };
    return Object.fromEntries(
      sorted(Object.keys(this.variables.repositories)).map((key) => {
        const given = Object.entries(this.variables.repositories[key]).filter(([, value]) => value !== null);
        return [key, { ...defaults, ...Object.fromEntries(given) }];
      }),
    );
  }

  read(path) {
    return readFileSync(join(this.folder, path), 'utf8');
  }
}
