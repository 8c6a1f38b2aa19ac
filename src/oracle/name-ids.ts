/** Ids of repositories, organisations and people as an operator names them. Octokit is loaded for a name only. */
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';

export interface NameContext {
  /** GITHUB_TOKEN; without one only ids are understood. */
  readonly token?: string;
  readonly apiUrl?: string;
}

const PUBLIC_API = 'https://api.github.com';
const ID = /^[1-9]\d{0,14}$/;

/**
 * @param option what is named in messages, `--org`
 * @param word a numeric id, or the login of an organisation or person
 * @throws PhaseMirrorError `user`, exit 64: a name without a token; what `github/accounts.ts` throws
 */
export async function accountIdOf(option: string, word: string, context: NameContext): Promise<number> {
  if (ID.test(word)) return Number(word);
  const options = tokenFor(option, word, context);
  return (await import('../github/accounts.js')).accountId(options, word);
}

/**
 * @param word a numeric id, or `owner/name`
 * @param owner the account that has to own it, where that is known
 * @throws PhaseMirrorError as {@link accountIdOf}; `user`, exit 64, too when another account owns it
 */
export async function repositoryIdOf(
  option: string,
  word: string,
  context: NameContext,
  owner?: number,
): Promise<number> {
  if (ID.test(word)) return Number(word);
  const options = tokenFor(option, word, context);
  const ids = await (await import('../github/accounts.js')).repositoryIds(options, word);
  if (owner === undefined || ids.owner === owner) return ids.repository;
  throw new PhaseMirrorError('user', {
    thing: `${option} ${word}`,
    reason: `belongs to the account ${ids.owner}, not to ${owner}`,
    next: 'Correct --org, or name another repository',
    exitCode: EXIT_CODES.usage,
  });
}

/**
 * The repository and who owns it; the owner is null where a numeric id does not tell.
 *
 * @throws PhaseMirrorError as {@link accountIdOf}
 */
export async function repositoryAndOwner(
  option: string,
  word: string,
  context: NameContext,
): Promise<{ readonly repository: number; readonly owner: number | null }> {
  if (ID.test(word)) return { repository: Number(word), owner: null };
  const options = tokenFor(option, word, context);
  return await (await import('../github/accounts.js')).repositoryIds(options, word);
}

function tokenFor(option: string, word: string, { token, apiUrl }: NameContext): { token: string; apiUrl: string } {
  if (word.includes('@')) {
    throw new PhaseMirrorError('user', {
      thing: `${option} ${word}`,
      reason: "is an e-mail address, and GitHub's numeric id or a login is needed",
      next: "Give that; with a database you are known by git's user.email where the option is left out",
      exitCode: EXIT_CODES.usage,
    });
  }
  if (token !== undefined) return { token, apiUrl: apiUrl ?? PUBLIC_API };
  const kind = word.includes('/') ? `gh api repos/${word} --jq .id` : `gh api users/${word} --jq .id`;
  throw new PhaseMirrorError('user', {
    thing: `${option} ${word}`,
    reason: 'is a name, and there is no GITHUB_TOKEN to ask GitHub for its id',
    next: `Give the id (\`${kind}\`), or set GITHUB_TOKEN`,
    exitCode: EXIT_CODES.usage,
  });
}
