/** Who signs the tokens of GitHub's jobs: `iss` of every one. docs.github.com/actions/reference/security/oidc */
export const GITHUB_ISSUER = 'token.actions.githubusercontent.com';
