/** What a rule says when GitHub did not answer a question that only GitHub can answer. */
import type { Fact } from '../facts.js';
import type { Gap } from '../types.js';

type Unanswered = Exclude<Fact<unknown>, { readonly status: 'answered' }>;

/**
 * The gap that a missing answer leaves.
 *
 * @param evidence names what was asked for: `branches`
 * @param permission what the token needs to be told: `contents: read`
 */
export function factGap({ status, detail }: Unanswered, evidence: string, permission: string): Gap {
  const because = (words: string): string => (detail === '' ? words : detail);
  switch (status) {
    case 'not-asked':
      return {
        evidence,
        reason: because('GitHub was not asked'),
        next: 'set GITHUB_TOKEN and --repository',
        cause: 'not-asked',
      };
    case 'forbidden':
      return {
        evidence,
        reason: because('GitHub refused to answer (403)'),
        next: `give the token \`${permission}\``,
        cause: 'environment',
      };
    case 'not-found':
      return {
        evidence,
        reason: because('GitHub does not know it or hides it from this token (404)'),
        next: `check the repository name and give the token \`${permission}\``,
        cause: 'environment',
      };
    case 'unavailable':
      return { evidence, reason: because('GitHub did not answer'), next: 'run it again', cause: 'environment' };
  }
}
