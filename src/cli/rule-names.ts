/** Rules as people write them: in any letters. */
import { loadRules } from '../oracle.js';
import { near, usage } from './parse.js';

/** Ids in their own letters; a word that is no rule stays as it is, for the run to refuse. */
export async function rulesNamed(words: readonly string[]): Promise<readonly string[]> {
  const rules = await loadRules();
  return words.map((word) => rules.find(({ id }) => id.toLowerCase() === word.toLowerCase())?.id ?? word);
}

/** The id of a rule in its own letters. @throws PhaseMirrorError `user`, exit 64: there is none */
export async function knownRule(option: string, word: string): Promise<string> {
  const ids = (await loadRules()).map(({ id }) => id);
  const known = ids.find((id) => id.toLowerCase() === word.toLowerCase());
  if (known !== undefined) return known;
  throw usage(option, `names "${word}", which is not a rule`, near(word, ids) ?? 'See docs/rules/README.md');
}
