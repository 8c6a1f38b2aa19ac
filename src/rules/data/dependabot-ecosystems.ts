/**
 * Which files Dependabot looks for, by `package-ecosystem`. An ecosystem that is not listed is not judged, and where the
 * documentation leaves a doubt the pattern is the wider one.
 * https://docs.github.com/en/code-security/reference/supply-chain-security/supported-ecosystems-and-repositories
 * https://docs.github.com/en/code-security/reference/supply-chain-security/dependabot-options-reference#directories-or-directory--
 */

export interface Ecosystem {
  /** Tried on paths relative to the directory. */
  readonly files: RegExp;
  /** Other patterns that hold at the top of the repository only. */
  readonly top?: RegExp;
  /** Folders below the directory count too. */
  readonly deep?: true;
  /** What people have to look for. */
  readonly words: string;
}

const PYTHON = /^(?:setup\.(?:py|cfg)|pyproject\.toml|Pipfile|uv\.lock|poetry\.lock|(?:[^/]+\/)?[^/]+\.(?:txt|in))$/;
const NODE = /^package\.json$/;
const TERRAFORM = /^(?:[^/]+\.(?:tf|tofu|hcl)|\.terraform\.lock\.hcl|[^/]+\.tf\.json)$/;

export const ECOSYSTEMS: Readonly<Record<string, Ecosystem>> = {
  bazel: {
    files: /^(?:MODULE\.bazel|WORKSPACE|WORKSPACE\.bazel|[^/]+\.MODULE\.bazel)$/,
    words: 'MODULE.bazel or WORKSPACE',
  },
  bun: { files: NODE, words: 'package.json' },
  bundler: { files: /^(?:Gemfile|gems\.rb|[^/]+\.gemspec)$/, words: 'Gemfile or *.gemspec' },
  cargo: { files: /^Cargo\.toml$/, words: 'Cargo.toml' },
  composer: { files: /^composer\.json$/, words: 'composer.json' },
  conda: { files: /^[^/]+\.ya?ml$/, words: 'environment.yml' },
  deno: { files: /^(?:deno\.jsonc?|import_map\.json|package\.json)$/, words: 'deno.json' },
  devcontainers: {
    files: /^(?:\.devcontainer\.json|devcontainer\.json|\.devcontainer\/(?:[^/]+\/)?devcontainer\.json)$/,
    words: 'devcontainer.json',
  },
  docker: {
    files: /^(?:[^/]*(?:docker|container)file[^/]*|[^/]+\.ya?ml)$/i,
    words: 'Dockerfile or Kubernetes manifest',
  },
  'docker-compose': { files: /^[^/]*compose[^/]*\.ya?ml$/i, words: 'docker-compose.yml' },
  'dotnet-sdk': { files: /^global\.json$/, words: 'global.json' },
  elm: { files: /^elm\.json$/, words: 'elm.json' },
  'github-actions': {
    files: /^[^/]+\.ya?ml$/,
    top: /^(?:\.github\/workflows\/[^/]+\.ya?ml|action\.ya?ml)$/,
    words: 'workflow or action.yml',
  },
  gitsubmodule: { files: /^\.gitmodules$/, words: '.gitmodules' },
  gomod: { files: /^go\.(?:mod|work)$/, words: 'go.mod' },
  gradle: {
    files: /(?:^|\/)(?:[^/]+\.gradle(?:\.kts)?|[^/]+\.versions\.toml|gradle-wrapper\.properties|gradle\.lockfile)$/,
    deep: true,
    words: 'build.gradle',
  },
  helm: { files: /^(?:Chart\.ya?ml|values[^/]*\.ya?ml)$/, words: 'Chart.yaml' },
  julia: { files: /^(?:Julia)?Project\.toml$/, words: 'Project.toml' },
  maven: { files: /^(?:pom\.xml|[^/]+\.xml|\.mvn\/.+)$/, words: 'pom.xml' },
  mix: { files: /^mix\.exs$/, words: 'mix.exs' },
  npm: { files: NODE, words: 'package.json' },
  nuget: {
    files:
      /(?:^|\/)(?:[^/]+\.(?:[a-z]+proj|slnx?|nuspec|props|targets|csx|cake)|packages\.config|global\.json|dotnet-tools\.json)$/i,
    deep: true,
    words: 'project or solution file',
  },
  opentofu: { files: TERRAFORM, words: '*.tf or *.tofu' },
  pip: { files: PYTHON, words: 'requirements.txt, pyproject.toml or the like' },
  'pre-commit': { files: /^\.pre-commit(?:-config)?\.ya?ml$/, words: '.pre-commit-config.yaml' },
  pub: { files: /^pubspec\.ya?ml$/, words: 'pubspec.yaml' },
  'rust-toolchain': { files: /^rust-toolchain(?:\.toml)?$/, words: 'rust-toolchain.toml' },
  swift: { files: /(?:^|\/)Package\.(?:swift|resolved)$/, deep: true, words: 'Package.swift' },
  terraform: { files: TERRAFORM, words: '*.tf' },
  uv: { files: PYTHON, words: 'pyproject.toml or uv.lock' },
  vcpkg: { files: /^vcpkg(?:-configuration)?\.json$/, words: 'vcpkg.json' },
};
