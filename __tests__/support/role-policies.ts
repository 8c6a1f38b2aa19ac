/**
 * Renders the policies of infra/terraform/modules/github-oidc/policies as Terraform does, so that tests judge the very
 * files that are applied. Known of templatefile(): `${name}` and `${jsonencode(name)}`; anything else is an error.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PolicyDocument } from './iam.js';

const FOLDER = fileURLToPath(new URL('../../infra/terraform/modules/github-oidc/policies/', import.meta.url));
export const PROVIDER = 'token.actions.githubusercontent.com';

export const ROLE_NAMES = ['evaluate', 'record', 'drift', 'accept', 'calibrate', 'operate', 'verify'] as const;
export type RoleName = (typeof ROLE_NAMES)[number];

export interface RoleFacts {
  readonly trust: string;
  readonly organisation_trust: string | null;
  readonly subjects: readonly string[];
  readonly subject_patterns: readonly string[];
  /** One role for all repositories, or one for each. */
  readonly shared: boolean;
}

export interface RepositoryFacts {
  readonly owner: string;
  readonly owner_id: number;
  readonly name: string;
  readonly repository_id: number;
  readonly default_branch: string;
  readonly accept_environment: string;
  readonly operate_environment: string;
  readonly verify_environment: string;
}

export interface AccountFacts {
  readonly partition: string;
  readonly dns_suffix: string;
  readonly region: string;
  readonly account_id: string;
  readonly environment: string;
  readonly bucket: string;
  readonly data_key_arn: string;
  readonly signing_key_arn: string;
}

type Values = Readonly<Record<string, string | number | readonly string[]>>;

/** @throws when the template uses anything but the two forms above, or a name that has no value of the right kind */
export function renderTemplate(text: string, values: Values): string {
  if (text.includes('%{') || text.includes('$${')) throw new Error('Templates use no directives and no escapes');
  return text.replaceAll(/\$\{([^}]*)\}/g, (_, expression: string) => {
    const [, encoded, plain] = /^(?:jsonencode\((\w+)\)|(\w+))$/.exec(expression) ?? [];
    const value = values[encoded ?? plain ?? ''];
    if (value === undefined) throw new Error(`The template wants "${expression}", which has no value`);
    if (encoded !== undefined) return JSON.stringify(value);
    if (typeof value === 'object') throw new Error(`"${expression}" is a list: jsonencode(${expression})`);
    return String(value);
  });
}

function rendered<T>(file: string, values: Values): T {
  return JSON.parse(renderTemplate(readFileSync(`${FOLDER}${file}.json.tftpl`, 'utf8'), values)) as T;
}

export function roleFacts(): Readonly<Record<RoleName, RoleFacts>> {
  return JSON.parse(readFileSync(`${FOLDER}roles.json`, 'utf8')) as Record<RoleName, RoleFacts>;
}

/** Subjects of a repository by kind, in the classic form and the one with ids. */
export function subjectsOf(repository: RepositoryFacts): Readonly<Record<string, readonly string[]>> {
  return rendered('subjects', { ...repository });
}

const audience = 'sts.amazonaws.com';

export function providerArn({ partition, account_id }: AccountFacts): string {
  return `arn:${partition}:iam::${account_id}:oidc-provider/${PROVIDER}`;
}

/** The trust policy of a role for these repositories; of a role that is not shared, for exactly one. */
export function trustPolicy(
  role: RoleName,
  account: AccountFacts,
  repositories: readonly RepositoryFacts[],
): PolicyDocument {
  const { trust, subjects, subject_patterns, shared } = roleFacts()[role];
  if (!shared && repositories.length !== 1) throw new Error(`The role ${role} is made for each repository`);
  const of = (kinds: readonly string[]): string[] =>
    repositories.flatMap((repository) => kinds.flatMap((kind) => subjectsOf(repository)[kind] ?? missing(kind)));
  return rendered(trust, {
    audience,
    provider_arn: providerArn(account),
    repository_ids: repositories.map(({ repository_id }) => String(repository_id)),
    refs: [...new Set(repositories.map(({ default_branch }) => `refs/heads/${default_branch}`))],
    subjects: of(subjects),
    subject_patterns: of(subject_patterns),
  });
}

function missing(kind: string): never {
  throw new Error(`subjects.json.tftpl has no ${kind}`);
}

export interface OrganisationFacts {
  readonly owner: string;
  readonly owner_id: number;
  readonly job_workflow_refs: readonly string[];
  readonly default_branches: readonly string[];
}

/** The trust policy for every repository of an organisation, through pinned workflows. */
export function organisationTrustPolicy(
  role: RoleName,
  account: AccountFacts,
  { owner, owner_id, job_workflow_refs, default_branches }: OrganisationFacts,
): PolicyDocument {
  const template = roleFacts()[role].organisation_trust;
  if (template === null) throw new Error(`The role ${role} is never for a whole organisation`);
  const refs = default_branches.map((branch) => `refs/heads/${branch}`);
  return rendered(template, {
    ...{ audience, provider_arn: providerArn(account), owner, owner_id, job_workflow_refs, refs },
    subject_patterns: refs.map((ref) => `repo:${owner}@${owner_id}/*:ref:${ref}`),
  });
}

/** What a role may do. `repositoryId` is used by the roles that are made for each repository. */
export function permissionPolicy(role: RoleName, account: AccountFacts, repositoryId: number): PolicyDocument {
  return rendered(role, { ...account, repository_id: repositoryId });
}
