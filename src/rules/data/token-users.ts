/**
 * What well-known actions can do with the token of a job: the write scopes that they can use, whatever their inputs. A
 * list that is too long hides a finding, one that is too short makes a wrong one. An action that is not listed may use
 * everything.
 */
export interface TokenUser {
  /** Write scopes. */
  readonly scopes: readonly string[];
  /** It runs commands of the project, which can use what a command can use. */
  readonly runsCode?: true;
}

const NOTHING: TokenUser = { scopes: [] };
const PROJECT: TokenUser = { scopes: [], runsCode: true };
const OIDC: TokenUser = { scopes: ['id-token'] };
const ATTEST: TokenUser = { scopes: ['attestations', 'artifact-metadata', 'id-token', 'packages'] };

/** By `owner/name` or `owner/name/path`, in lower case, without a version. */
export const TOKEN_USERS: Readonly<Record<string, TokenUser>> = {
  'actions/cache': NOTHING,
  'actions/cache/restore': NOTHING,
  'actions/cache/save': NOTHING,
  'actions/checkout': NOTHING,
  'actions/download-artifact': NOTHING,
  'actions/setup-dotnet': NOTHING,
  'actions/setup-go': NOTHING,
  'actions/setup-java': NOTHING,
  'actions/setup-node': NOTHING,
  'actions/setup-python': NOTHING,
  'actions/upload-artifact': NOTHING,
  'actions/upload-pages-artifact': NOTHING,
  /** https://github.com/actions/configure-pages#usage */
  'actions/configure-pages': { scopes: ['pages'] },
  /** https://github.com/actions/deploy-pages#security-considerations */
  'actions/deploy-pages': { scopes: ['pages', 'id-token', 'deployments'] },
  /** https://github.com/actions/dependency-review-action#configuration-options (comment-summary-in-pr) */
  'actions/dependency-review-action': { scopes: ['pull-requests'] },
  /** https://github.com/actions/labeler#recommended-permissions */
  'actions/labeler': { scopes: ['pull-requests', 'issues'] },
  /** https://github.com/actions/stale#recommended-permissions */
  'actions/stale': { scopes: ['issues', 'pull-requests', 'actions', 'contents'] },
  /** https://github.com/actions/first-interaction */
  'actions/first-interaction': { scopes: ['issues', 'pull-requests'] },
  /** https://github.com/actions/attest#usage */
  'actions/attest': ATTEST,
  'actions/attest-build-provenance': ATTEST,
  'actions/attest-sbom': ATTEST,

  /** https://github.com/github/codeql-action#workflow-permissions; autobuild and analyze run the build. */
  'github/codeql-action/init': { scopes: ['security-events'] },
  'github/codeql-action/autobuild': { scopes: ['security-events'], runsCode: true },
  'github/codeql-action/analyze': { scopes: ['security-events'], runsCode: true },
  'github/codeql-action/upload-sarif': { scopes: ['security-events'] },
  /** https://github.com/ossf/scorecard-action#workflow-restrictions */
  'ossf/scorecard-action': { scopes: ['security-events', 'id-token'] },

  /** https://github.com/aws-actions/configure-aws-credentials#oidc */
  'aws-actions/configure-aws-credentials': OIDC,
  'aws-actions/amazon-ecr-login': NOTHING,
  /** https://github.com/Azure/login#login-with-openid-connect-oidc-recommended */
  'azure/login': OIDC,
  'azure/setup-helm': NOTHING,
  'azure/setup-kubectl': NOTHING,
  /** https://github.com/google-github-actions/auth#prerequisites */
  'google-github-actions/auth': OIDC,
  'google-github-actions/setup-gcloud': NOTHING,
  'hashicorp/setup-terraform': NOTHING,
  'opentofu/setup-opentofu': NOTHING,

  /** What is pushed is pushed with the login. */
  'docker/bake-action': PROJECT,
  'docker/build-push-action': { scopes: ['packages'] },
  /** https://github.com/docker/login-action#github-container-registry */
  'docker/login-action': { scopes: ['packages'] },
  'docker/metadata-action': NOTHING,
  'docker/setup-buildx-action': NOTHING,
  'docker/setup-qemu-action': NOTHING,

  /** https://docs.pypi.org/trusted-publishers/using-a-publisher/ */
  'pypa/gh-action-pypi-publish': { scopes: ['id-token', 'attestations'] },
  /** https://github.com/codecov/codecov-action#using-oidc */
  'codecov/codecov-action': OIDC,

  /** https://github.com/peter-evans/create-pull-request#workflow-permissions */
  'peter-evans/create-pull-request': { scopes: ['contents', 'pull-requests', 'issues'] },
  /** https://github.com/softprops/action-gh-release#permissions */
  'softprops/action-gh-release': { scopes: ['contents', 'discussions'] },
  /** https://github.com/release-drafter/release-drafter#usage */
  'release-drafter/release-drafter': { scopes: ['contents', 'pull-requests', 'issues'] },
  /** https://github.com/googleapis/release-please-action#workflow-permissions */
  'googleapis/release-please-action': { scopes: ['contents', 'pull-requests', 'issues'] },
  /** https://github.com/stefanzweifel/git-auto-commit-action */
  'stefanzweifel/git-auto-commit-action': { scopes: ['contents'] },
  /** https://github.com/peaceiris/actions-gh-pages */
  'peaceiris/actions-gh-pages': { scopes: ['contents'] },
  /** https://github.com/JamesIves/github-pages-deploy-action */
  'jamesives/github-pages-deploy-action': { scopes: ['contents'] },
  /** https://github.com/amannn/action-semantic-pull-request */
  'amannn/action-semantic-pull-request': { scopes: ['pull-requests', 'statuses'] },
  /** https://github.com/dessant/lock-threads#usage */
  'dessant/lock-threads': { scopes: ['issues', 'pull-requests', 'discussions'] },
  /** https://github.com/marocchino/sticky-pull-request-comment */
  'marocchino/sticky-pull-request-comment': { scopes: ['pull-requests', 'issues', 'discussions'] },
  /** https://github.com/golangci/golangci-lint-action#annotations */
  'golangci/golangci-lint-action': { scopes: ['checks', 'pull-requests'] },
  /** https://github.com/EnricoMi/publish-unit-test-result-action#permissions */
  'enricomi/publish-unit-test-result-action': { scopes: ['checks', 'pull-requests', 'issues'] },

  'actions-rust-lang/setup-rust-toolchain': NOTHING,
  'astral-sh/setup-uv': NOTHING,
  'cachix/install-nix-action': NOTHING,
  'denoland/setup-deno': NOTHING,
  'dorny/paths-filter': NOTHING,
  'dtolnay/rust-toolchain': NOTHING,
  'mozilla-actions/sccache-action': NOTHING,
  'oven-sh/setup-bun': NOTHING,
  'pnpm/action-setup': PROJECT,
  'ruby/setup-ruby': PROJECT,
  'shivammathur/setup-php': NOTHING,
  'step-security/harden-runner': NOTHING,
  'swatinem/rust-cache': NOTHING,
  'taiki-e/install-action': NOTHING,
  'tj-actions/changed-files': NOTHING,
};
