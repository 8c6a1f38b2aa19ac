/**
 * Names of workflows that GitHub itself runs in a repository: they have no file, and others may wait for them.
 */
export const GITHUB_WORKFLOWS: readonly string[] = [
  /** https://docs.github.com/en/pages/getting-started-with-github-pages/using-custom-workflows-with-github-pages */
  'pages-build-deployment',
  'pages build and deployment',
  /** https://docs.github.com/en/code-security/code-scanning/enabling-code-scanning/configuring-default-setup-for-code-scanning */
  'CodeQL',
  'CodeQL Setup',
  'Code Quality',
  /** https://docs.github.com/en/code-security/dependabot/working-with-dependabot/about-dependabot-on-github-actions-runners */
  'Dependabot Updates',
  /** https://docs.github.com/en/code-security/supply-chain-security/understanding-your-software-supply-chain/configuring-automatic-dependency-submission-for-your-repository */
  'Automatic Dependency Submission',
  'Dependency Graph',
  'Graph Update',
  /** https://docs.github.com/en/copilot */
  'Copilot',
  'Copilot cloud agent',
  'Copilot coding agent',
  'Copilot code review',
  'Running Copilot',
];
