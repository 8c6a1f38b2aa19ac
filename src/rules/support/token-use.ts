/** Which write grants the steps of a job can use, as far as that is certain. */
import type { Job, LocalAction, RepositoryModel, Workflow } from '../../repository/types.js';
import { TOKEN_USERS } from '../data/token-users.js';
import type { RunningStep } from './steps.js';

/** `anything`: at least one step may use every grant. */
export type Uses = ReadonlySet<string> | 'anything';

/** What hands the token, or a way to it, to whoever reads the text. */
const TOKEN =
  /github\s*\.\s*token|GITHUB_TOKEN|\bGH_TOKEN\b|GH_ENTERPRISE_TOKEN|\b(?:github|secrets)\s*\[|tojson\(\s*(?:github|secrets)\s*\)|(?:github|secrets)\s*\.\s*\*|ACTIONS_(?:ID|RUNTIME)_TOKEN|extraheader/i;

/** Inputs by which an action is handed the token for its own use. */
const TOKEN_INPUT = /token|^password$/i;

/**
 * The write scopes that some step of the job can use: by what its actions are known for, by a script that is handed the
 * token, by git with the credentials that a checkout left, by the OIDC variables that every command sees.
 */
export class TokenUse {
  /** By folder, in lower case. */
  private readonly actions: ReadonlyMap<string, LocalAction>;

  constructor({ actions }: Pick<RepositoryModel, 'actions'>) {
    this.actions = new Map(
      actions.map((action) => [action.path.toLowerCase().replace(/\/?action\.ya?ml$/, ''), action]),
    );
  }

  of(workflow: Workflow, job: Job, steps: readonly RunningStep[]): Uses {
    if (job.uses !== undefined || steps.length === 0) return 'anything';
    const scopes = new Set<string>();
    const inherited = [...workflow.env, ...job.env].some(isToken);
    let runs: Script = 'nothing';
    let pushes = false;
    for (const running of steps) {
      const { step } = running;
      if (step.run !== undefined) {
        const script = scriptOf(step.run.value);
        if (TOKEN.test(step.run.value) || [...step.env].some(isToken)) return 'anything';
        if (script === 'unknown' && inherited) return 'anything';
        // With which credentials is not ours to see.
        if (/\bgit\b/.test(step.run.value) && /\bpush\b/.test(step.run.value)) scopes.add('contents');
        runs = higher(runs, script);
        continue;
      }
      const name = (step.uses?.value ?? '').split('@', 1)[0]?.toLowerCase() ?? '';
      if (name.startsWith('./')) {
        if (!this.isTransparent(name, running)) return 'anything';
        continue;
      }
      const user = Object.hasOwn(TOKEN_USERS, name) ? TOKEN_USERS[name] : undefined;
      if (user === undefined) return 'anything';
      if ([...step.with].some(([input, value]) => !TOKEN_INPUT.test(input) && isToken([input, value])))
        return 'anything';
      if (user.runsCode === true) {
        if (inherited || [...step.env].some(isToken)) return 'anything';
        runs = 'unknown';
      }
      for (const scope of user.scopes) scopes.add(scope);
      if (name === 'actions/checkout' && running.input('persist-credentials')?.trim() !== 'false') pushes = true;
    }
    if (runs !== 'nothing') scopes.add('id-token');
    if (runs === 'unknown' && pushes) scopes.add('contents');
    return scopes;
  }

  /** A composite action whose steps are judged one by one, and that is not handed the token. */
  private isTransparent(path: string, { step }: RunningStep): boolean {
    if ([...step.with, ...step.env].some(isToken)) return false;
    const action = this.actions.get(path.replace(/^\.\//, '').replace(/\/+$/, ''));
    return action?.using === 'composite' && !action.lines.some((line) => TOKEN.test(line));
  }
}

function isToken([, { value }]: readonly [string, { readonly value: string }]): boolean {
  return TOKEN.test(value);
}

/** `nothing`: prints and moves files; `builds`: also runs builds and tests; `unknown`: may do anything it has rights for. */
type Script = 'nothing' | 'builds' | 'unknown';

const ORDER: readonly Script[] = ['nothing', 'builds', 'unknown'];

function higher(a: Script, b: Script): Script {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}

const PLAIN =
  /^(?:echo|printf|cd|ls|pwd|cat|mkdir|cp|mv|rm|touch|true|exit|test|head|tail|wc|diff|df|du|sleep|sha256sum|set [-+][a-z]+)(?:\s|$)/;
const BUILDS: readonly RegExp[] = [
  /^(?:npm|pnpm|yarn) (?:ci|install|i|test|t|build|lint)(?:\s|$)/,
  /^(?:npm|pnpm|yarn) run (?:build|test|lint|typecheck|format|check)(?::[\w-]+)?(?:\s|$)/,
  /^cargo (?:build|test|check|clippy|fmt|doc|bench)(?:\s|$)/,
  /^go (?:build|test|vet|version|mod (?:download|tidy|verify))(?:\s|$)/,
  /^(?:python3? -m )?(?:pytest|mypy|black|unittest|build)(?:\s|$)/,
  /^(?:ruff|flake8|isort|shellcheck|actionlint) /,
  /^(?:python3? -m )?pip3? (?:install|list|check)(?:\s|$)/,
  /^(?:sudo )?apt(?:-get)? (?:-\S+ )*(?:update|install)(?:\s|$)/,
  /^brew install /,
  /^dotnet (?:build|test|restore|pack|format)(?:\s|$)/,
  /^(?:\.\/)?gradlew? (?:-\S+ )*(?:build|test|check|assemble|clean)(?: (?:-\S+|build|test|check|assemble|clean))*$/,
  /^(?:\.\/)?mvnw? (?:-\S+ )*(?:clean|compile|test|verify|package)(?: (?:-\S+|clean|compile|test|verify|package))*$/,
  /^terraform (?:fmt|init|validate)(?:\s|$)/,
];

/** Longest script that is looked into. */
const MAX_SCRIPT = 20_000;
/** Shell that does more than run one command after the other. */
const COMPLEX = /\$\(|`|<<|<\(|^[ \t]*(?:if|for|while|until|case|function)\b|\beval\b/m;

/** Reads a script as a list of commands; whatever is not a plain list of known ones is `unknown`. */
function scriptOf(script: string): Script {
  if (script.length > MAX_SCRIPT || COMPLEX.test(script)) return 'unknown';
  const commands = script
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n|&&|\|\||[;|&]/)
    .map((command) => command.trim().replace(/\s+/g, ' '))
    .filter((command) => command !== '' && !command.startsWith('#'));
  return commands.map(commandOf).reduce(higher, 'nothing');
}

function commandOf(command: string): Script {
  if (PLAIN.test(command)) return 'nothing';
  return BUILDS.some((pattern) => pattern.test(command)) ? 'builds' : 'unknown';
}
