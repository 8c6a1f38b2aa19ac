/** What every command's arguments are read with: `node:util` parses, and what it refuses becomes a usage error (exit 64). */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { closest, distance } from 'fastest-levenshtein';
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';

export const TEXT = { type: 'string' } as const;
export const TEXTS = { type: 'string', multiple: true } as const;
export const FLAG = { type: 'boolean', default: false } as const;

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * @param command what it is called in `help` and in messages
 * @throws PhaseMirrorError `user`, exit 64, naming the word and the nearest right one
 */
export function parse<T extends Options>(command: string, args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const code = (error as { code?: string }).code;
    const names = Object.keys(options).map((name) => `--${name}`);
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
      const wrong = /'(-{1,2}[^']*)'/.exec(text)?.[1] ?? command;
      throw usage(wrong, `is not an option of ${command}`, near(wrong, names) ?? `Options: ${names.join(' ')}`);
    }
    const about = /'(?:-\w, )?(--[\w-]+)/.exec(text)?.[1] ?? command;
    const reason = /argument missing|ambiguous/.test(text) ? 'needs a value' : "doesn't take a value";
    throw usage(about, reason, `See \`phase-mirror help ${command}\``);
  }
}

/** At most one folder, `.` without one. @throws PhaseMirrorError `user`, exit 64 */
export function onePath(command: string, words: readonly string[]): string {
  if (words.length > 1)
    throw usage(`"${words[1]}"`, 'is one word too many', `Give one folder: phase-mirror ${command} [PATH]`);
  return words[0] ?? '.';
}

/** `Did you mean …?` where a name is near enough to mean it. */
export function near(word: string, names: readonly string[]): string | null {
  const best = closest(word, [...names]);
  return distance(word, best) <= Math.max(2, Math.floor(best.length / 3)) ? `Did you mean ${best}?` : null;
}

/** An error of the command line: exit 64. */
export function usage(thing: string, reason: string, next: string): PhaseMirrorError {
  return new PhaseMirrorError('user', { thing, reason, next: next.replace(/[.]$/, ''), exitCode: EXIT_CODES.usage });
}

export function isOneOf<T extends string>(values: readonly T[], value: string | undefined): value is T {
  return value !== undefined && (values as readonly string[]).includes(value);
}

export type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leave out what is undefined, so that `exactOptionalPropertyTypes` holds. */
export function defined<T extends Record<string, unknown>>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/** A day that exists. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** @throws PhaseMirrorError `user`, exit 64, unless it is OWNER/NAME or not given */
export function ownerAndName(repository: string | undefined): string | undefined {
  if (repository === undefined || /^[\w.-]+\/[\w.-]+$/.test(repository)) return repository;
  throw usage('--repository', `"${repository}" is not OWNER/NAME`, 'Give it as OWNER/NAME, for example octo-org/app');
}
