import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isProtectionFile, readProtectionFile } from '../../../src/repository/protection/index.js';
import type { Protection } from '../../../src/repository/types.js';

const SETTINGS = '.github/settings.yml';
const RULESET = '.github/rulesets/main.json';
const BODY = '.github/branch-protection.json';
const ASF = '.asf.yaml';
const SYNC = '.github/sync-repo-settings.yaml';

function read(path: string, text: string, paths: readonly string[] = []) {
  return readProtectionFile(path, new TextEncoder().encode(text), { paths: new Set(paths) });
}

/** `branches: context@line:column …`, one line for each protection. */
function summary(protections: readonly Protection[]): string[] {
  return protections.map(({ branches, requiredChecks }) => {
    const checks = requiredChecks.map(({ context, at, integrationId, appSlug }) => {
      const app = integrationId ?? appSlug;
      return `${context}@${at?.startLine}:${at?.startColumn}${app === undefined ? '' : `#${app}`}`;
    });
    const exclude = branches.exclude.length === 0 ? '' : ` except ${branches.exclude.join(' ')}`;
    return `${branches.include.join(' ')}${exclude}: ${checks.join(', ')}`;
  });
}

function problems(path: string, text: string): string[] {
  return read(path, text).problems.map(({ at, kind, reason }) => `${at.startLine}:${at.startColumn} ${kind} ${reason}`);
}

const json = (value: unknown) => JSON.stringify(value, null, 2);

describe('isProtectionFile', () => {
  it('knows the well-known places and nothing else', () => {
    const yes = [
      '.github/settings.yml',
      '.github/settings.yaml',
      '.github/rulesets/main.json',
      '.github/branch-protection.json',
      '.asf.yaml',
      '.github/sync-repo-settings.yaml',
      '.github/sync-repo-settings.yml',
    ];
    const no = [
      'settings.yml',
      'templates/.github/settings.yml',
      '.github/rulesets/old/main.json',
      '.github/rulesets/main.yml',
      'docs/.asf.yaml',
      '.github/workflows/settings.yml',
      '.github/repos/one.yml',
    ];
    expect(yes.filter((path) => !isProtectionFile(path))).toEqual([]);
    expect(no.filter((path) => isProtectionFile(path))).toEqual([]);
  });

  it('reads nothing from other files', () => {
    expect(read('other.yml', 'branches: 3')).toEqual({ protections: [], problems: [], silent: null });
  });
});

describe('.github/settings.yml', () => {
  it('reads contexts and checks with the place of their list item', () => {
    const { protections, problems } = read(
      SETTINGS,
      `_extends: .github
repository: {name: x}
branches:
  - name: main
    protection:
      required_pull_request_reviews:
        require_code_owner_reviews: true
      required_status_checks:
        strict: true
        contexts:
          - build
          - "lint"
        checks:
          - context: deploy
            app_id: 1234
          - context: build
            app_id: 15368
          - context: any
            app_id: -1
  - name: default
    protection:
      required_status_checks: null
      required_pull_request_reviews: null
`,
    );
    expect(problems).toEqual([]);
    expect(summary(protections)).toEqual([
      'main: lint@12:13, deploy@14:13#1234, build@16:13#15368, any@18:13',
      '~DEFAULT_BRANCH: ',
    ]);
    expect(protections.map(({ codeOwnerReview, at }) => [codeOwnerReview, at?.startLine])).toEqual([
      [true, 4],
      [undefined, 20],
    ]);
    expect(protections[0]?.source).toEqual({ kind: 'file', path: SETTINGS, format: 'settings' });
  });

  it('accepts null where a setting is switched off', () => {
    const text = `branches:
  - name: a
    protection: null
  - name: b
    protection:
      required_status_checks:
        contexts: null
`;
    expect(read(SETTINGS, text)).toMatchObject({ problems: [] });
    expect(summary(read(SETTINGS, text).protections)).toEqual(['b: ']);
    expect(read(SETTINGS, 'branches:\nrulesets:\n')).toEqual({ protections: [], problems: [], silent: null });
    expect(read(SETTINGS, '')).toEqual({ protections: [], problems: [], silent: null });
  });

  it('keeps unquoted numbers as they were written', () => {
    const text = 'branches:\n- name: 3.10\n  protection: {required_status_checks: {contexts: [3.10, yes]}}\n';
    expect(summary(read(SETTINGS, text).protections)).toEqual(['3.10: 3.10@3:52, yes@3:58']);
  });

  it('follows anchors, and keeps the place of the item that is referred to', () => {
    const text = `branches:
- name: main
  protection: &p
    required_status_checks:
      contexts: [build]
- name: dev
  protection: *p
`;
    expect(summary(read(SETTINGS, text).protections)).toEqual(['main: build@5:18', 'dev: build@5:18']);
  });

  it('reads the rulesets of safe-settings', () => {
    const { protections } = read(
      SETTINGS,
      `rulesets:
  - name: main
    target: branch
    enforcement: active
    conditions: {ref_name: {include: ["~DEFAULT_BRANCH"], exclude: []}}
    rules:
      - type: required_status_checks
        parameters:
          required_status_checks:
            - context: CodeQL
              integration_id: 57789
`,
    );
    expect(summary(protections)).toEqual(['~DEFAULT_BRANCH: CodeQL@10:15#57789']);
    expect(protections[0]?.source).toEqual({ kind: 'file', path: SETTINGS, format: 'ruleset' });
  });

  it('names what has a wrong type, and uses the rest', () => {
    const text = `branches:
  - name: main
    protection:
      required_status_checks:
        contexts: 3
        checks: [{app_id: 1}, [x], null, {context: ok}]
      required_pull_request_reviews:
        require_code_owner_reviews: maybe
  - protection: {}
  - text
  - name: [x]
    protection: {}
  - name: dev
    protection: yes please
  - name: ok
    protection: {required_status_checks: {contexts: [good, null, "", {a: 1}]}}
`;
    expect(summary(read(SETTINGS, text).protections)).toEqual(['main: ok@6:42', 'ok: good@16:54']);
    expect(problems(SETTINGS, text)).toEqual([
      '6:18 shape an entry of `checks` names no check',
      '6:31 shape `checks` is not a mapping',
      '5:19 shape `contexts` is not a list',
      '8:37 shape `require_code_owner_reviews` is neither true nor false',
      '9:5 shape an entry of `branches` has no `name`',
      '10:5 shape `branches` is not a mapping',
      '11:11 shape `name` is not a text',
      '11:5 shape an entry of `branches` has no `name`',
      '14:17 shape `protection` is not a mapping',
      '16:60 shape `contexts` has an empty entry',
      '16:66 shape `contexts` has an empty entry',
      '16:70 shape `contexts` is not a text',
    ]);
    expect(problems(SETTINGS, '- branches\n')).toEqual(['1:1 shape `the file` is not a mapping']);
  });

  it('does not parse a file without any word that could require something', () => {
    expect(read(SETTINGS, 'labels: [{ name: bug }]\n')).toEqual({ protections: [], problems: [], silent: null });
    expect(problems(SETTINGS, 'labels: [\n')).toEqual([]);
    expect(problems(SETTINGS, 'labels: [ # branches\n')).toHaveLength(1);
  });

  it('reports YAML that cannot be read with its position and role', () => {
    const { problems, protections } = read(SETTINGS, 'branches: [\n');
    expect(protections).toEqual([]);
    expect(problems).toEqual([expect.objectContaining({ kind: 'syntax', role: 'protection', path: SETTINGS })]);
  });

  it('respects the budget', () => {
    const bytes = new TextEncoder().encode('branches: []');
    const small = { maxBytes: 4, maxDepth: 9, maxTokens: 9, maxAliases: 9, maxNodes: 9 };
    expect(readProtectionFile(SETTINGS, bytes, { paths: new Set() }, small).problems).toMatchObject([
      { kind: 'too-large' },
    ]);
  });
});

describe('settings for other repositories are silent', () => {
  const text = 'branches:\n- name: default\n  protection: {required_status_checks: {contexts: [x]}}\nlabels: 3\n';

  it.each([['.github/repos/one.yml'], ['.github/suborgs/team.yaml']])('beside %s', (neighbour) => {
    expect(read(SETTINGS, text, [SETTINGS, neighbour])).toEqual({
      protections: [],
      problems: [],
      silent: 'it belongs to a safe-settings admin repository (`.github/repos/`, `.github/suborgs/`)',
    });
  });

  it('with `restrictedRepos`', () => {
    expect(read(SETTINGS, `restrictedRepos:\n  include: [a]\n${text}`)).toEqual({
      protections: [],
      problems: [],
      silent: 'it says which repositories it is for (`restrictedRepos`)',
    });
  });

  it('with rulesets that name repositories, broken or not', () => {
    const { silent, problems, protections } = read(
      SETTINGS,
      `${text}rulesets:\n- enforcement: active\n  conditions: {repository_name: {include: ["test*"]}}\nbroken: {}\n`,
    );
    expect({ silent, problems, protections }).toEqual({
      silent: 'its rulesets name repositories',
      problems: [],
      protections: [],
    });
  });

  it('but not beside unrelated folders', () => {
    expect(read(SETTINGS, text, ['.github/repos/README.md', 'repos/a.yml']).silent).toBeNull();
  });
});

const ruleset = (changes: Record<string, unknown> = {}) => ({
  id: 1,
  name: 'main',
  target: 'branch',
  source_type: 'Repository',
  source: 'o/r',
  enforcement: 'active',
  conditions: { ref_name: { exclude: ['refs/heads/dev'], include: ['~DEFAULT_BRANCH', 'refs/heads/rel/*'] } },
  rules: [
    { type: 'deletion' },
    {
      type: 'required_status_checks',
      parameters: { required_status_checks: [{ context: 'build', integration_id: 15368 }, { context: 'cla/google' }] },
    },
    { type: 'pull_request', parameters: { require_code_owner_review: true } },
    { type: 'merge_queue', parameters: { merge_method: 'SQUASH' } },
    {
      type: 'workflows',
      parameters: {
        workflows: [
          { path: '.github/workflows/gate.yml', repository_id: 7, ref: 'refs/heads/main', sha: 'abc' },
          { path: 'x.yml', repository_id: 8 },
        ],
      },
    },
  ],
  ...changes,
});

describe('.github/rulesets/*.json', () => {
  it('reads an exported ruleset', () => {
    const { protections, problems, silent } = read(RULESET, json(ruleset()));
    expect({ problems, silent }).toEqual({ problems: [], silent: null });
    expect(summary(protections)).toEqual([
      '~DEFAULT_BRANCH refs/heads/rel/* except refs/heads/dev: build@27:11#15368, cla/google@31:11',
    ]);
    expect(protections[0]).toMatchObject({
      source: { kind: 'file', path: RULESET, format: 'ruleset' },
      codeOwnerReview: true,
      mergeQueue: true,
      requiredWorkflows: [
        { path: '.github/workflows/gate.yml', repositoryId: 7, ref: 'refs/heads/main', sha: 'abc' },
        { path: 'x.yml', repositoryId: 8 },
      ],
    });
  });

  it('reads a list of rulesets, and skips those for other repositories', () => {
    const list = [ruleset(), ruleset({ source_type: 'Organization' }), ruleset({ rules: null, conditions: null })];
    const { protections, silent } = read(RULESET, json(list));
    expect(silent).toBeNull();
    expect(protections.map(({ branches, requiredChecks }) => [branches.include.length, requiredChecks.length])).toEqual(
      [
        [2, 2],
        [0, 0],
      ],
    );
  });

  it.each([
    ['evaluate only', { enforcement: 'evaluate' }],
    ['disabled', { enforcement: 'disabled' }],
    ['not said', { enforcement: null }],
    ['for tags', { target: 'tag' }],
    ['for pushes', { target: 'push' }],
  ])('requires nothing when it is %s', (_, changes) => {
    expect(read(RULESET, json(ruleset(changes)))).toEqual({ protections: [], problems: [], silent: null });
  });

  it.each([
    ['an organisation', { source_type: 'Organization' }],
    ['an enterprise', { source_type: 'Enterprise' }],
    ['named repositories', { conditions: { ref_name: {}, repository_name: { include: ['~ALL'] } } }],
    ['numbered repositories', { conditions: { repository_id: { repository_ids: [1] } } }],
    ['repositories by property', { conditions: { repository_property: { include: [] } } }],
    ['organisations', { conditions: { organization_name: { include: [] } } }],
  ])('is silent for %s', (_, changes) => {
    expect(read(RULESET, json(ruleset(changes)))).toEqual({
      protections: [],
      problems: [],
      silent: 'its rulesets are for other repositories',
    });
  });

  it('takes a condition that is null for absent', () => {
    expect(read(RULESET, json(ruleset({ conditions: { repository_name: null } }))).silent).toBeNull();
  });

  it('knows nothing from other shapes', () => {
    expect(read(RULESET, '{"a": 1}')).toEqual({ protections: [], problems: [], silent: null });
    expect(read(RULESET, '[]')).toEqual({ protections: [], problems: [], silent: null });
    expect(read(RULESET, '"text"')).toEqual({ protections: [], problems: [], silent: null });
  });

  it('does not turn "no code owner review" of a later rule into a requirement lost', () => {
    const rules = [true, false].map((require_code_owner_review) => ({
      type: 'pull_request',
      parameters: { require_code_owner_review },
    }));
    expect(read(RULESET, json(ruleset({ rules }))).protections[0]?.codeOwnerReview).toBe(true);
    expect(read(RULESET, json(ruleset({ rules: rules.slice(1) }))).protections[0]?.codeOwnerReview).toBe(false);
  });

  it('names wrong types with their place', () => {
    const text = `{"enforcement": "active", "conditions": {"ref_name": {"include": "x"}}, "rules": [
  3,
  {"type": "workflows", "parameters": {"workflows": [{"path": "x"}, 4]}},
  {"type": "required_status_checks", "parameters": {"required_status_checks": {}}}
]}`;
    expect(problems(RULESET, text)).toEqual([
      '2:3 shape `rules` is not a mapping',
      '3:54 shape an entry of `workflows` lacks its `path` or `repository_id`',
      '3:69 shape `workflows` is not a mapping',
      '4:79 shape `required_status_checks` is not a list',
      '1:66 shape `include` is not a list',
    ]);
  });

  it('refuses what YAML accepts and JSON does not', () => {
    expect(problems(RULESET, '{\n  "a": 1,\n}\n')).toEqual([
      '3:1 syntax is not JSON (comments and trailing commas are not allowed)',
    ]);
    expect(problems(RULESET, '[1,\n')).toEqual([expect.stringMatching(/^\d+:\d+ syntax /)]);
    expect(problems(RULESET, '')).toEqual(['1:1 syntax is not JSON (comments and trailing commas are not allowed)']);
  });

  it('reads JSON that is indented with tabs', () => {
    const { protections, problems } = read(RULESET, JSON.stringify(ruleset(), null, '\t'));
    expect(problems).toEqual([]);
    expect(summary(protections)[0]).toContain('build@27:6#15368');
  });
});

describe('.github/branch-protection.json', () => {
  const body = { required_status_checks: { strict: true, contexts: ['build'] }, enforce_admins: true };
  const nested = { protection: body };

  it.each([
    ['one body', body, ['~DEFAULT_BRANCH']],
    ['one body under `protection`', nested, ['~DEFAULT_BRANCH']],
    ['a body that names its branch', { branch: 'dev', ...body }, ['dev']],
    ['a nested body that names its branch', { pattern: 'rel/*', ...nested }, ['rel/*']],
    ['a list', [{ name: 'a', ...body }, { branch: 'b', ...nested }, 3, body], ['a', 'b']],
    ['a mapping', { main: body, dev: nested, other: { x: 1 }, note: 'text' }, ['main', 'dev']],
    ['a list under `branches`', { branches: [{ name: 'a', ...body }] }, ['a']],
    ['a mapping under `branches`', { branches: { a: body } }, ['a']],
  ])('understands %s', (_, value, branches) => {
    const { protections, problems, silent } = read(BODY, json(value));
    expect({ problems, silent }).toEqual({ problems: [], silent: null });
    expect(protections.map((protection) => protection.branches.include.join())).toEqual(branches);
    expect(protections.every(({ requiredChecks }) => requiredChecks[0]?.context === 'build')).toBe(true);
  });

  it('reads what the API answers, too', () => {
    const answer = {
      url: 'x',
      required_status_checks: { contexts: ['build'], checks: [{ context: 'build', app_id: null }] },
      required_pull_request_reviews: { require_code_owner_reviews: true },
    };
    const { protections } = read(BODY, json(answer));
    expect(protections).toHaveLength(1);
    expect(protections[0]?.requiredChecks.map(({ context, integrationId }) => [context, integrationId])).toEqual([
      ['build', undefined],
    ]);
    expect(protections[0]?.codeOwnerReview).toBe(true);
  });

  it('knows nothing from other shapes', () => {
    for (const value of [{ a: 1 }, [], 'text', { branches: 3 }, { branch: 'main' }]) {
      expect(read(BODY, json(value))).toEqual({ protections: [], problems: [], silent: null });
    }
  });

  it('names wrong types in a body', () => {
    expect(problems(BODY, '{"required_status_checks": {"contexts": "build"}}')).toEqual([
      '1:41 shape `contexts` is not a list',
    ]);
  });
});

describe('.asf.yaml', () => {
  it('reads protected branches by their name as it is written', () => {
    const { protections, problems } = read(
      ASF,
      `github:
  protected_branches:
    unstable:
      required_pull_request_reviews: {require_code_owner_reviews: "true"}
      required_status_checks:
        contexts:
          - Required
        checks:
          - context: gh-infra/jenkins
            app_id: 1234
    3.0: {}
    '2.10': {}
    gone: null
notifications:
  commits: x@y.z
`,
    );
    expect(problems).toEqual([]);
    expect(summary(protections)).toEqual(['unstable: Required@7:13, gh-infra/jenkins@9:13#1234', '3.0: ', '2.10: ']);
    expect(protections[0]).toMatchObject({ codeOwnerReview: true, source: { format: 'asf' }, at: { startLine: 3 } });
  });

  it('reads convenience rulesets', () => {
    const { protections, problems } = read(
      ASF,
      `github:
  rulesets:
    - name: Branch Protection
      type: branch
      branches:
        includes: [main, release/*]
        excludes: [release/old]
      required_pull_request_reviews: {require_code_owner_reviews: true}
      required_status_checks:
        - name: gh-infra/jenkins
          app_slug: jenkins
        - name: build
          app_slug: -1
        - context: deploy
          integration_id: "15368"
        - plain
    - name: Default
      required_status_checks: [x]
    - name: Refs
      refs: {includes: [refs/heads/a]}
      required_status_checks: [y]
    - name: Tags
      type: tag
      branches: {includes: ["rel/*"]}
      required_status_checks: [z]
`,
    );
    expect(problems).toEqual([]);
    expect(summary(protections)).toEqual([
      'main release/* except release/old: gh-infra/jenkins@10:11#jenkins, build@12:11, deploy@14:11#15368, plain@16:11',
      '~DEFAULT_BRANCH: x@18:32',
      'refs/heads/a: y@21:32',
    ]);
    expect(protections[0]).toMatchObject({ codeOwnerReview: true, source: { format: 'ruleset', path: ASF } });
  });

  it('reads raw rulesets', () => {
    const { protections } = read(
      ASF,
      `github:
  rulesets:
    - name: Custom
      target: branch
      enforcement: active
      conditions: {ref_name: {include: ["~DEFAULT_BRANCH"], exclude: []}}
      rules:
        - type: pull_request
          parameters: {require_code_owner_review: "true"}
        - type: required_status_checks
          parameters:
            required_status_checks:
              - context: gh-infra/jenkins
                integration_id: -1
`,
    );
    expect(summary(protections)).toEqual(['~DEFAULT_BRANCH: gh-infra/jenkins@13:17']);
    expect(protections[0]?.codeOwnerReview).toBe(true);
  });

  it('takes an empty section for "nothing is protected"', () => {
    for (const text of [
      'github:\n',
      'github:\n  protected_branches: ~\n  rulesets: ~\n',
      'notifications: {}\n',
      '# nothing\n',
    ]) {
      expect(read(ASF, text)).toEqual({ protections: [], problems: [], silent: null });
    }
  });

  it('names wrong types', () => {
    expect(problems(ASF, 'github:\n  protected_branches: [main]\n  rulesets: {a: 1}\n')).toEqual([
      '2:23 shape `protected_branches` is not a mapping',
      '3:13 shape `rulesets` is not a list',
    ]);
    expect(problems(ASF, 'github:\n  rulesets: [x]\n')).toEqual(['2:14 shape `rulesets` is not a mapping']);
  });
});

describe('.github/sync-repo-settings.yaml', () => {
  it('reads every rule; the pattern defaults to the default branch', () => {
    const { protections, problems } = read(
      SYNC,
      `mergeCommitAllowed: false
branchProtectionRules:
  - pattern: 1.36.x
    requiresCodeOwnerReviews: true
    requiredStatusCheckContexts:
      - units (8)
      - 'cla/google'
  - requiredApprovingReviewCount: 1
`,
    );
    expect(problems).toEqual([]);
    expect(summary(protections)).toEqual(['1.36.x: units (8)@6:9, cla/google@7:9', '~DEFAULT_BRANCH: ']);
    expect(protections.map(({ codeOwnerReview }) => codeOwnerReview)).toEqual([true, undefined]);
  });

  it('names wrong types', () => {
    expect(problems(SYNC, 'branchProtectionRules: [x, {requiredStatusCheckContexts: a}]\n')).toEqual([
      '1:25 shape `branchProtectionRules` is not a mapping',
      '1:58 shape `requiredStatusCheckContexts` is not a list',
    ]);
    expect(problems(SYNC, 'branchProtectionRules: 3\n')).toEqual(['1:24 shape `branchProtectionRules` is not a list']);
  });
});

describe('any content', () => {
  const key = fc.constantFrom(
    ...[
      'branches',
      'name',
      'protection',
      'required_status_checks',
      'contexts',
      'checks',
      'context',
      'app_id',
      'rulesets',
    ],
    ...[
      'rules',
      'type',
      'parameters',
      'conditions',
      'ref_name',
      'include',
      'enforcement',
      'github',
      'protected_branches',
    ],
    ...[
      'branchProtectionRules',
      'pattern',
      'requiredStatusCheckContexts',
      'required_pull_request_reviews',
      'workflows',
    ],
  );
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      fc.constantFrom<unknown>(null, true, 1, -1, '', 'active', 'branch', 'required_status_checks', 'workflows', 'x'),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(key, tie('node'), { maxKeys: 4 }),
    ),
  })).node;

  it('never throws, and every requirement has a name and a place in the file', () => {
    fc.assert(
      fc.property(fc.constantFrom(SETTINGS, RULESET, BODY, ASF, SYNC), value, (path, content) => {
        const { protections, problems } = read(path, json(content));
        for (const { requiredChecks } of protections) {
          for (const { context, at } of requiredChecks) expect([context === '', at?.path]).toEqual([false, path]);
        }
        for (const problem of problems) expect(problem).toMatchObject({ path, kind: 'shape', at: { path } });
      }),
      { numRuns: 500 },
    );
  });
});
