/**
 * Actions that ask GitHub for an OIDC token, each with the page that says so. Only what is certain: an action that can
 * also work without one is listed with the inputs that decide.
 */
export interface OidcUser {
  /** `owner/name` or `owner/name/path`, in lower case, without a version. */
  readonly action: string;
  /** Inputs that must be given for the action to use OIDC. */
  readonly given?: readonly string[];
  /** Inputs that bring other credentials. */
  readonly unless?: readonly string[];
  /** An input that must have this value. */
  readonly equals?: readonly [input: string, value: string];
  /** An input that must not have this value. */
  readonly differs?: readonly [input: string, value: string];
  /** An input whose text must contain this. */
  readonly contains?: readonly [input: string, text: string];
  /** Without a token it quietly uses credentials that the runner or an earlier step already has. */
  readonly ambient?: true;
  /** Other write scopes that the same page asks for. */
  readonly also?: readonly string[];
  readonly docs: string;
}

export const OIDC_USERS: readonly OidcUser[] = [
  {
    action: 'aws-actions/configure-aws-credentials',
    given: ['role-to-assume'],
    unless: ['aws-access-key-id', 'web-identity-token-file', 'aws-session-token'],
    differs: ['role-chaining', 'true'],
    ambient: true,
    docs: 'https://github.com/aws-actions/configure-aws-credentials#oidc',
  },
  {
    action: 'azure/login',
    given: ['client-id'],
    unless: ['creds'],
    differs: ['auth-type', 'IDENTITY'],
    docs: 'https://github.com/Azure/login#login-with-openid-connect-oidc-recommended',
  },
  {
    action: 'google-github-actions/auth',
    given: ['workload_identity_provider'],
    unless: ['credentials_json'],
    docs: 'https://github.com/google-github-actions/auth#prerequisites',
  },
  {
    action: 'pypa/gh-action-pypi-publish',
    unless: ['password', 'user'],
    docs: 'https://docs.pypi.org/trusted-publishers/using-a-publisher/',
  },
  {
    action: 'hashicorp/vault-action',
    equals: ['method', 'jwt'],
    unless: ['jwtPrivateKey'],
    docs: 'https://github.com/hashicorp/vault-action#jwt-with-github-oidc-tokens',
  },
  {
    action: 'hashicorp/hcp-auth-action',
    given: ['workload_identity_provider'],
    docs: 'https://github.com/hashicorp/hcp-auth-action#usage',
  },
  {
    action: 'actions/attest',
    also: ['attestations: write'],
    docs: 'https://github.com/actions/attest#usage',
  },
  {
    action: 'actions/attest-build-provenance',
    also: ['attestations: write'],
    docs: 'https://github.com/actions/attest-build-provenance#usage',
  },
  {
    action: 'actions/attest-sbom',
    also: ['attestations: write'],
    docs: 'https://github.com/actions/attest-sbom#usage',
  },
  {
    action: 'actions/deploy-pages',
    also: ['pages: write'],
    docs: 'https://github.com/actions/deploy-pages#security-considerations',
  },
  {
    action: 'actions/github-script',
    contains: ['script', 'getIDToken('],
    docs: 'https://docs.github.com/en/actions/reference/security/oidc#methods-for-requesting-the-oidc-token',
  },
  {
    action: 'sigstore/gh-action-sigstore-python',
    unless: ['identity-token'],
    docs: 'https://github.com/sigstore/gh-action-sigstore-python#usage',
  },
  {
    action: 'rubygems/release-gem',
    differs: ['setup-trusted-publisher', 'false'],
    also: ['contents: write'],
    docs: 'https://github.com/rubygems/release-gem#usage',
  },
  {
    action: 'rust-lang/crates-io-auth-action',
    docs: 'https://crates.io/docs/trusted-publishing',
  },
  {
    action: 'nuget/login',
    docs: 'https://learn.microsoft.com/nuget/nuget-org/trusted-publishing',
  },
  {
    action: 'pulumi/auth-actions',
    docs: 'https://github.com/pulumi/auth-actions#usage',
  },
  {
    action: 'jfrog/setup-jfrog-cli',
    given: ['oidc-provider-name'],
    docs: 'https://github.com/jfrog/setup-jfrog-cli#connecting-to-jfrog-using-oidc-openid-connect',
  },
  {
    action: 'octopusdeploy/login',
    given: ['service_account_id'],
    unless: ['api_key'],
    docs: 'https://github.com/OctopusDeploy/login#using-oidc',
  },
  {
    action: 'codecov/codecov-action',
    equals: ['use_oidc', 'true'],
    docs: 'https://github.com/codecov/codecov-action#using-oidc',
  },
];

/** What a script reads to fetch a token itself. */
export const TOKEN_VARIABLE = 'ACTIONS_ID_TOKEN_REQUEST_URL';
export const SCRIPT_DOCS =
  'https://docs.github.com/en/actions/reference/security/oidc#methods-for-requesting-the-oidc-token';
