/** Checks of what came from the API: a documented type is a claim until each field is looked at. */
import { PhaseMirrorError } from '../errors.js';

/** An answer that cannot be understood must not pass for "there is nothing". */
export class UnknownShape extends Error {}

/** What a person is told of it. */
export const UNKNOWN_SHAPE = 'the answer is not of the documented form; check GITHUB_API_URL and any proxy';

/** @throws UnknownShape unless it is an object; its fields are still to be checked. */
export function record<T extends object = Record<string, unknown>>(value: unknown): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UnknownShape();
  return value as T;
}

/** @throws UnknownShape unless it is a list. */
export function array(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new UnknownShape();
  return value;
}

/** @throws UnknownShape unless it is text. */
export function text(value: unknown): string {
  if (typeof value !== 'string') throw new UnknownShape();
  return value;
}

/** @throws UnknownShape unless it is a whole number that is not negative. */
export function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new UnknownShape();
  return value;
}

/**
 * The parts of `owner/name`.
 *
 * @throws PhaseMirrorError kind `user`
 */
export function ownerAndName(repository: string): [string, string] {
  const [owner, repo, more] = repository.split('/');
  const valid = (part: string | undefined): part is string =>
    part !== undefined && /^(?!\.{1,2}$)[\w.-]{1,100}$/.test(part);
  if (!valid(owner) || !valid(repo) || more !== undefined) {
    throw new PhaseMirrorError('user', {
      thing: 'The repository',
      reason: `is not of the form owner/name: ${JSON.stringify(repository.slice(0, 80))}`,
      next: 'Give it as owner/name, for example octo-org/app',
    });
  }
  return [owner, repo];
}

/** Keeps a hostile name from becoming another path of the API; everything else is percent-encoded. */
export function isPathSegment(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && name.length <= 1000;
}
