import { describe, expect, it } from '@jest/globals';
import { buildModel } from '../../../src/repository/model.js';
import { memorySnapshot } from '../../support/memory-snapshot.js';

async function protectionOf(text: string, repository = 'octo-org/app', more: Record<string, string> = {}) {
  const { model, protectionFiles } = await buildModel(memorySnapshot({ 'github/repo.tf': text, ...more }), {
    repository,
  });
  return {
    silent: protectionFiles.map(({ silent }) => silent),
    protections: model.protections.map(({ branches, requiredChecks, codeOwnerReview, mergeQueue, at }) => ({
      branches,
      checks: requiredChecks.map((check) => `${check.context}@${check.at?.startLine}:${check.integrationId ?? ''}`),
      codeOwnerReview,
      mergeQueue,
      line: at?.startLine,
    })),
  };
}

const CLASSIC = `resource "github_repository" "app" {
  name = "app"
}

resource "github_branch_protection" "main" {
  repository_id = github_repository.app.node_id
  pattern       = "main"
  required_status_checks {
    strict   = true
    contexts = ["build", "test", var.more]
  }
  required_pull_request_reviews {
    require_code_owner_reviews = true
  }
}
`;

const RULESET = `resource "github_repository_ruleset" "main" {
  name        = "main"
  repository  = "app"
  target      = "branch"
  enforcement = "active"
  conditions {
    ref_name {
      include = ["~DEFAULT_BRANCH"]
      exclude = []
    }
  }
  rules {
    required_status_checks {
      required_check {
        context        = "build"
        integration_id = 15368
      }
      required_check {
        context = "test"
      }
      required_check {
        context = var.more
      }
    }
    pull_request {
      require_code_owner_review = false
    }
    merge_queue {}
  }
}
`;

describe('required checks in Terraform', () => {
  it('reads branch protection of this repository', async () => {
    expect(await protectionOf(CLASSIC)).toEqual({
      silent: [null],
      protections: [
        {
          branches: { include: ['main'], exclude: [] },
          checks: ['build@10:', 'test@10:'],
          codeOwnerReview: true,
          mergeQueue: undefined,
          line: 5,
        },
      ],
    });
  });

  it('reads the third version, with ids of apps', async () => {
    const text = `resource "github_branch_protection_v3" "main" {
  repository = "App"
  branch     = "main"
  required_status_checks {
    checks = ["build:15368", "any:0", "plain", "scope:name"]
  }
}
`;
    expect((await protectionOf(text)).protections[0]?.checks).toEqual([
      'build@5:15368',
      'any@5:',
      'plain@5:',
      'scope:name@5:',
    ]);
  });

  it('reads rulesets', async () => {
    expect((await protectionOf(RULESET)).protections).toEqual([
      {
        branches: { include: ['~DEFAULT_BRANCH'], exclude: [] },
        checks: ['build@15:15368', 'test@19:'],
        codeOwnerReview: false,
        mergeQueue: true,
        line: 1,
      },
    ]);
  });

  it.each([
    ['another repository', CLASSIC.replace('"app"\n}', '"other"\n}'), 'octo-org/app'],
    ['a repository for each of a list', CLASSIC.replace('  name', '  for_each = var.all\n  name'), 'octo-org/app'],
    ['a rule for each of a list', CLASSIC.replace('  pattern', '  for_each = var.all\n  pattern'), 'octo-org/app'],
    ['a rule that may not be', CLASSIC.replace('  pattern', '  count = 0\n  pattern'), 'octo-org/app'],
    ['a repository that is not known', CLASSIC.replace('github_repository.app.node_id', 'var.id'), 'octo-org/app'],
    ['a repository of a module', CLASSIC.replace('github_repository.app', 'module.app.x'), 'octo-org/app'],
    ['no repository', CLASSIC.replace(/ {2}repository_id.*\n/, ''), 'octo-org/app'],
    ['another owner', `provider "github" {\n  owner = "other"\n}\n${CLASSIC}`, 'octo-org/app'],
    ['a branch that is not known', CLASSIC.replace('"main"\n  required', 'var.branch\n  required'), 'octo-org/app'],
    ['a ruleset that is off', RULESET.replace('"active"', '"evaluate"'), 'octo-org/app'],
    ['a ruleset for tags', RULESET.replace('"branch"', '"tag"'), 'octo-org/app'],
    ['a ruleset for branches that are not known', RULESET.replace('["~DEFAULT_BRANCH"]', 'var.refs'), 'octo-org/app'],
  ])('leaves out %s', async (_, text, repository) => {
    expect(await protectionOf(text, repository)).toEqual({ silent: ['it is for other repositories'], protections: [] });
  });

  it('says that it does not know its own name', async () => {
    expect((await protectionOf(CLASSIC, '')).silent).toEqual([
      'it names repositories, and which one this is is not known',
    ]);
  });

  it('takes a provider for the same owner, and one that is not known', async () => {
    for (const owner of ['"octo-org"', 'var.owner']) {
      const text = `provider "github" {\n  owner = ${owner}\n}\n${CLASSIC}`;
      expect((await protectionOf(text)).protections.length).toBe(1);
    }
    expect(
      (await protectionOf(CLASSIC.replace('github_repository.app.node_id', '"octo-org/app"'))).protections.length,
    ).toBe(1);
  });
});
