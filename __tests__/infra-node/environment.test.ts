/**
 * No name is set that nobody reads: variables of workflows, variables of the organisation that templates name, and
 * variables of the Terraform.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { blocksNamed, expressionsOf, referenceText, TERRAFORM, terraformFiles } from '../support/terraform.js';

const textsOf = (folder: string, ends: readonly string[]): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ends.some((end) => name.endsWith(end)))
    .map((name) => readFileSync(join(folder, name), 'utf8'));

/** Names that the code, or a script, takes from its environment. */
const read = new Set(
  [...textsOf('src', ['.ts']), ...textsOf('scripts', ['.mjs', '.sh', '.py']), ...textsOf('bench', ['.mjs'])].flatMap(
    (text) =>
      [
        ...text.matchAll(/(?:environment|env|variables)(?:\?\.|\.)?(?:\[')?([A-Z][A-Z0-9_]+)|\$\{?([A-Z][A-Z0-9_]+)/g),
      ].map(([, one, other]) => one ?? other),
  ),
);

/** Read by programs that are not ours. */
const OF_TOOLS: Readonly<Record<string, string>> = {
  GH_TOKEN: 'gh',
  GH_REPO: 'gh',
  GITHUB_TOKEN: 'gh, and the GitHub API in scripts',
  TF_IN_AUTOMATION: 'terraform',
  AWS_REGION: 'the AWS SDK and CLI',
  AWS_ROLE_ARN: 'the AWS SDK and CLI',
  AWS_WEB_IDENTITY_TOKEN_FILE: 'the AWS SDK and CLI',
};

interface Step {
  readonly env?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly steps?: readonly Step[];
}
interface Workflow extends Step {
  readonly jobs: Readonly<Record<string, Step>>;
}

const workflows = ['.github/workflows', 'workflows-templates', 'actions', '.'].flatMap((folder) =>
  (folder === '.' ? ['action.yml'] : readdirSync(folder, { recursive: folder === 'actions', encoding: 'utf8' }))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(path, 'utf8');
      return { path, text, document: parse(text) as Workflow };
    }),
);

/** Every `env:` with the scripts that it reaches. */
function settings({ jobs = {}, env, ...rest }: Workflow): { name: string; scripts: string }[] {
  const composite = (rest as { runs?: Step }).runs;
  const all = [...Object.values(jobs), ...(composite === undefined ? [] : [composite])];
  const scriptsOf = (steps: readonly Step[] = []): string => steps.map(({ run = '' }) => run).join('\n');
  const of = (names: Readonly<Record<string, unknown>> = {}, scripts: string) =>
    Object.keys(names).map((name) => ({ name, scripts }));
  return [
    ...of(env, all.map(({ steps }) => scriptsOf(steps)).join('\n')),
    ...all.flatMap((job) => [
      ...of(job.env, scriptsOf(job.steps)),
      ...(job.steps ?? []).flatMap((step) => of(step.env, step.run ?? '')),
    ]),
  ];
}

describe('variables of workflows', () => {
  it.each(workflows)('$path sets none that nobody reads', ({ document, text }) => {
    const unread = settings(document).filter(
      ({ name, scripts }) =>
        !new RegExp(`\\$(?:\\{${name}\\b|${name}\\b|\\{\\{[^}]*\\benv\\.${name}\\b)`).test(scripts) &&
        !text.includes(`env.${name}`) &&
        !read.has(name) &&
        !(name in OF_TOOLS),
    );
    expect(unread.map(({ name }) => name)).toEqual([]);
  });

  it('of the organisation that templates name are explained where they are given away', () => {
    const named = new Set(
      workflows.flatMap(({ text }) => [...text.matchAll(/\bvars\.([A-Z][A-Z0-9_]*)/g)].map(([, name = '']) => name)),
    );
    const pages = [
      ...textsOf('docs', ['.md']),
      ...textsOf('workflows-templates', ['.md']),
      ...textsOf('actions', ['.md']),
    ].join('\n');
    expect(named.size).toBeGreaterThan(4);
    expect([...named].filter((name) => !pages.includes(name))).toEqual([]);
  });
});

describe('variables of the Terraform', () => {
  const folders = [...new Set(terraformFiles().map(({ path }) => path.slice(0, path.lastIndexOf('/'))))].filter(
    (folder) => !folder.includes('/tests'),
  );

  it.each(folders)('%s declares none that it does not use', (folder) => {
    const files = terraformFiles().filter(({ path }) => path.slice(0, path.lastIndexOf('/')) === folder);
    const used = new Set(files.flatMap(({ body }) => [...expressionsOf(body)].map((one) => referenceText(one) ?? '')));
    const declared = blocksNamed(files, 'variable').map(({ labels }) => labels[0] ?? '');
    const unused = declared.filter(
      (name) => ![...used].some((path) => path === `var.${name}` || path.startsWith(`var.${name}.`)),
    );
    expect(unused).toEqual([]);
  });

  it('are set for an environment only where they exist', () => {
    const root = terraformFiles().filter(({ path }) => path.slice(0, path.lastIndexOf('/')) === TERRAFORM);
    const declared = new Set(blocksNamed(root, 'variable').map(({ labels }) => labels[0]));
    const environments = terraformFiles(join(TERRAFORM, 'environments'), ['.tfvars']);
    expect(environments.map(({ path }) => path.split('/').at(-1))).toEqual(['production.tfvars', 'staging.tfvars']);
    for (const { path, body } of environments) {
      expect([path, body.attributes.map(({ name }) => name).filter((name) => !declared.has(name))]).toEqual([path, []]);
    }
  });
});
