/**
 * Contexts that well-known services report themselves. An entry here silences "no job reports this check", so only names
 * that belong to one service are listed; none that a team could give to a job of its own ("lint", "test", "build", "Summary").
 *
 * Services whose names people choose freely are not here: Azure Pipelines (the pipeline's name), Google Cloud Build (the
 * trigger's name), Cirrus CI and CircleCI's checks (task and workflow names). They are known by the app id that a ruleset
 * names, or by `external-checks:` of the configuration.
 */
export interface ExternalCheck {
  /** `*` is any text, `\*` a star. Case-sensitive, as contexts are. */
  readonly pattern: string;
  readonly reporter: string;
  /** Where the name is documented or the code that reports it. */
  readonly source: string;
  /** Reported by GitHub Actions itself without a workflow file. */
  readonly byActions?: true;
}

export interface App {
  readonly name: string;
  readonly source: string;
}

/** GitHub Actions: checks of jobs, and statuses that a job posts with its token. */
export const GITHUB_ACTIONS_APP_ID = 15368;

/** Languages of code scanning's default setup, whose jobs are called `Analyze (<language>)`. */
const CODEQL_LANGUAGES = [
  'actions',
  'c-cpp',
  'csharp',
  'go',
  'java-kotlin',
  'javascript-typescript',
  'python',
  'ruby',
  'rust',
  'swift',
];

const CODE_SCANNING =
  'https://docs.github.com/code-security/code-scanning/managing-code-scanning-alerts/triaging-code-scanning-alerts-in-pull-requests';
const DEFAULT_SETUP =
  'https://docs.github.com/code-security/code-scanning/enabling-code-scanning/configuring-default-setup-for-code-scanning';

export const EXTERNAL_CHECKS: readonly ExternalCheck[] = [
  // Contributor agreements
  { pattern: 'cla/google', reporter: 'Google CLA', source: 'https://cla.developers.google.com/about' },
  { pattern: 'license/cla', reporter: 'CLA assistant', source: 'https://github.com/cla-assistant/cla-assistant' },
  { pattern: 'verification/cla-signed', reporter: 'cla-bot', source: 'https://github.com/finos/cla-bot' },
  { pattern: 'EasyCLA', reporter: 'EasyCLA', source: 'https://github.com/linuxfoundation/easycla' },
  { pattern: 'DCO', reporter: 'DCO', source: 'https://github.com/dcoapp/app' },

  // Google's automation
  {
    pattern: 'Kokoro',
    reporter: 'Kokoro',
    source: 'https://github.com/googleapis/repo-automation-bots/tree/main/packages/sync-repo-settings',
  },
  {
    pattern: 'Kokoro *',
    reporter: 'Kokoro',
    source: 'https://github.com/googleapis/repo-automation-bots/tree/main/packages/sync-repo-settings',
  },
  {
    pattern: 'ci/kokoro: *',
    reporter: 'Kokoro',
    source: 'https://github.com/googleapis/repo-automation-bots/tree/main/packages/sync-repo-settings',
  },
  // What Google's Python libraries test in .kokoro/samples/
  {
    pattern: 'Samples - Python *',
    reporter: 'Kokoro',
    source:
      'https://github.com/googleapis/synthtool/tree/master/synthtool/gcp/templates/python_library/.kokoro/samples',
  },
  {
    pattern: 'Samples - Lint',
    reporter: 'Kokoro',
    source:
      'https://github.com/googleapis/synthtool/tree/master/synthtool/gcp/templates/python_library/.kokoro/samples',
  },
  {
    pattern: 'OwlBot Post Processor',
    reporter: 'OwlBot',
    source: 'https://github.com/googleapis/repo-automation-bots/tree/main/packages/owl-bot',
  },
  {
    pattern: 'snippet-bot check',
    reporter: 'snippet-bot',
    source: 'https://github.com/googleapis/repo-automation-bots/tree/main/packages/snippet-bot',
  },
  { pattern: 'import/copybara', reporter: 'Copybara', source: 'https://github.com/google/copybara' },

  // CI services
  {
    pattern: 'continuous-integration/jenkins/*',
    reporter: 'Jenkins',
    source: 'https://plugins.jenkins.io/github-branch-source/',
  },
  { pattern: 'Jenkins', reporter: 'Jenkins', source: 'https://plugins.jenkins.io/checks-api/' },
  {
    pattern: 'gh-infra/jenkins',
    reporter: 'Jenkins',
    source: 'https://github.com/apache/infrastructure-asfyaml#branch_protection',
  },
  {
    pattern: 'continuous-integration/travis-ci',
    reporter: 'Travis CI',
    source: 'https://docs.travis-ci.com/user/legacy-services-to-github-apps-migration-guide/',
  },
  {
    pattern: 'continuous-integration/travis-ci/*',
    reporter: 'Travis CI',
    source: 'https://docs.travis-ci.com/user/legacy-services-to-github-apps-migration-guide/',
  },
  {
    pattern: 'Travis CI - *',
    reporter: 'Travis CI',
    source: 'https://docs.travis-ci.com/user/legacy-services-to-github-apps-migration-guide/',
  },
  {
    pattern: 'continuous-integration/appveyor/*',
    reporter: 'AppVeyor',
    source: 'https://www.appveyor.com/docs/branches/',
  },
  { pattern: 'continuous-integration/drone/*', reporter: 'Drone', source: 'https://docs.drone.io/' },
  { pattern: 'ci/circleci: *', reporter: 'CircleCI', source: 'https://circleci.com/docs/github-integration/' },
  {
    pattern: 'buildkite/*',
    reporter: 'Buildkite',
    source: 'https://buildkite.com/docs/pipelines/source-control/github',
  },
  { pattern: 'ci/prow/*', reporter: 'Prow', source: 'https://docs.prow.k8s.io/docs/' },
  { pattern: 'tide', reporter: 'Prow', source: 'https://docs.prow.k8s.io/docs/components/core/tide/' },
  { pattern: 'pre-commit.ci - *', reporter: 'pre-commit.ci', source: 'https://pre-commit.ci/' },
  {
    pattern: 'Terraform Cloud/*',
    reporter: 'HCP Terraform',
    source: 'https://developer.hashicorp.com/terraform/cloud-docs/vcs/github-app',
  },
  { pattern: 'atlantis/*', reporter: 'Atlantis', source: 'https://www.runatlantis.io/docs/server-configuration.html' },

  // Previews and documentation
  {
    pattern: 'netlify/*',
    reporter: 'Netlify',
    source: 'https://docs.netlify.com/deploy/deploy-types/deploy-previews/',
  },
  {
    pattern: 'deploy/netlify',
    reporter: 'Netlify',
    source: 'https://docs.netlify.com/deploy/deploy-types/deploy-previews/',
  },
  {
    pattern: 'Header rules - *',
    reporter: 'Netlify',
    source: 'https://docs.netlify.com/deploy/deploy-types/deploy-previews/',
  },
  {
    pattern: 'Pages changed - *',
    reporter: 'Netlify',
    source: 'https://docs.netlify.com/deploy/deploy-types/deploy-previews/',
  },
  {
    pattern: 'Redirect rules - *',
    reporter: 'Netlify',
    source: 'https://docs.netlify.com/deploy/deploy-types/deploy-previews/',
  },
  { pattern: 'Vercel', reporter: 'Vercel', source: 'https://vercel.com/docs/git/vercel-for-github' },
  { pattern: 'Vercel – *', reporter: 'Vercel', source: 'https://vercel.com/docs/git/vercel-for-github' },
  { pattern: 'Vercel Preview Comments', reporter: 'Vercel', source: 'https://vercel.com/docs/comments' },
  {
    pattern: 'Cloudflare Pages',
    reporter: 'Cloudflare Pages',
    source: 'https://developers.cloudflare.com/pages/configuration/git-integration/github-integration/',
  },
  {
    pattern: 'Cloudflare Pages: *',
    reporter: 'Cloudflare Pages',
    source: 'https://developers.cloudflare.com/pages/configuration/git-integration/github-integration/',
  },
  {
    pattern: 'Workers Builds: *',
    reporter: 'Cloudflare Workers Builds',
    source: 'https://developers.cloudflare.com/workers/ci-cd/builds/git-integration/github-integration/',
  },
  {
    pattern: 'docs/readthedocs.org:*',
    reporter: 'Read the Docs',
    source: 'https://docs.readthedocs.com/platform/stable/pull-requests.html',
  },
  {
    pattern: 'docs/readthedocs.com:*',
    reporter: 'Read the Docs',
    source: 'https://docs.readthedocs.com/platform/stable/pull-requests.html',
  },
  {
    pattern: 'percy/*',
    reporter: 'Percy',
    source: 'https://www.browserstack.com/docs/percy/integrate/source-control/github',
  },

  // Coverage, quality and security
  { pattern: 'codecov/*', reporter: 'Codecov', source: 'https://docs.codecov.com/docs/commit-status' },
  { pattern: 'coverage/coveralls', reporter: 'Coveralls', source: 'https://docs.coveralls.io/' },
  { pattern: 'coverage/coveralls (*', reporter: 'Coveralls', source: 'https://docs.coveralls.io/' },
  {
    pattern: 'codeclimate',
    reporter: 'Code Climate',
    source: 'https://docs.codeclimate.com/docs/github-pull-requests',
  },
  {
    pattern: 'codeclimate/*',
    reporter: 'Code Climate',
    source: 'https://docs.codeclimate.com/docs/github-pull-requests',
  },
  {
    pattern: 'Codacy Static Code Analysis',
    reporter: 'Codacy',
    source: 'https://docs.codacy.com/repositories-configure/integrations/github-integration/',
  },
  {
    pattern: 'Codacy Diff Coverage',
    reporter: 'Codacy',
    source: 'https://docs.codacy.com/repositories-configure/integrations/github-integration/',
  },
  {
    pattern: 'Codacy Coverage Variation',
    reporter: 'Codacy',
    source: 'https://docs.codacy.com/repositories-configure/integrations/github-integration/',
  },
  {
    pattern: 'SonarCloud Code Analysis',
    reporter: 'SonarQube Cloud',
    source: 'https://docs.sonarsource.com/sonarqube-cloud/',
  },
  {
    pattern: '[*] SonarCloud Code Analysis',
    reporter: 'SonarQube Cloud',
    source: 'https://docs.sonarsource.com/sonarqube-cloud/',
  },
  {
    pattern: 'SonarQube Code Analysis',
    reporter: 'SonarQube Server',
    source: 'https://docs.sonarsource.com/sonarqube-server/',
  },
  { pattern: 'DeepSource: *', reporter: 'DeepSource', source: 'https://docs.deepsource.com/' },
  { pattern: 'CodeFactor', reporter: 'CodeFactor', source: 'https://docs.codefactor.io/' },
  {
    pattern: 'security/snyk',
    reporter: 'Snyk',
    source: 'https://docs.snyk.io/scan-with-snyk/pull-requests/pull-request-checks',
  },
  {
    pattern: 'security/snyk *',
    reporter: 'Snyk',
    source: 'https://docs.snyk.io/scan-with-snyk/pull-requests/pull-request-checks',
  },
  {
    pattern: 'license/snyk *',
    reporter: 'Snyk',
    source: 'https://docs.snyk.io/scan-with-snyk/pull-requests/pull-request-checks',
  },
  {
    pattern: 'code/snyk *',
    reporter: 'Snyk',
    source: 'https://docs.snyk.io/scan-with-snyk/pull-requests/pull-request-checks',
  },
  { pattern: 'GitGuardian Security Checks', reporter: 'GitGuardian', source: 'https://docs.gitguardian.com/' },
  { pattern: 'Socket Security: *', reporter: 'Socket', source: 'https://docs.socket.dev/docs/socket-for-github' },
  { pattern: 'CodeRabbit', reporter: 'CodeRabbit', source: 'https://docs.coderabbit.ai/' },
  // The result of code scanning, which is not the job that uploads it.
  { pattern: 'CodeQL', reporter: 'GitHub code scanning', source: CODE_SCANNING },
  { pattern: 'Code scanning results / *', reporter: 'GitHub code scanning', source: CODE_SCANNING },
  ...CODEQL_LANGUAGES.map(
    (language): ExternalCheck => ({
      pattern: `Analyze (${language})`,
      reporter: "GitHub code scanning's default setup",
      source: DEFAULT_SETUP,
      byActions: true,
    }),
  ),

  // Pull request automation
  {
    pattern: 'renovate/*',
    reporter: 'Renovate',
    source: 'https://docs.renovatebot.com/configuration-options/#statuschecknames',
  },
  { pattern: 'Mergify Merge Protections', reporter: 'Mergify', source: 'https://docs.mergify.com/merge-protections/' },
  {
    pattern: 'Semantic Pull Request',
    reporter: 'Semantic Pull Requests',
    source: 'https://github.com/zeke/semantic-pull-requests',
  },
  { pattern: 'WIP', reporter: 'WIP', source: 'https://github.com/wip/app' },
];

/** Names of apps that rulesets often demand; an id that is not here is shown as a number. */
export const APPS: ReadonlyMap<number, App> = new Map([
  [254, { name: 'Codecov', source: 'https://github.com/apps/codecov' }],
  [1861, { name: 'DCO', source: 'https://github.com/apps/dco' }],
  [8329, { name: 'Vercel', source: 'https://github.com/apps/vercel' }],
  [10562, { name: 'Mergify', source: 'https://github.com/apps/mergify' }],
  [12526, { name: 'SonarQube Cloud', source: 'https://github.com/apps/sonarqubecloud' }],
  [13473, { name: 'Netlify', source: 'https://github.com/apps/netlify' }],
  [16372, { name: 'DeepSource', source: 'https://github.com/apps/deepsource-io' }],
  [39328, { name: 'HCP Terraform', source: 'https://github.com/apps/terraform-cloud' }],
  [46505, { name: 'GitGuardian', source: 'https://github.com/apps/gitguardian' }],
  [57789, { name: 'GitHub code scanning', source: 'https://github.com/apps/github-advanced-security' }],
  [68672, { name: 'pre-commit.ci', source: 'https://github.com/apps/pre-commit-ci' }],
  [85455, { name: 'Cloudflare', source: 'https://github.com/apps/cloudflare-workers-and-pages' }],
  [347564, { name: 'CodeRabbit', source: 'https://github.com/apps/coderabbitai' }],
]);
