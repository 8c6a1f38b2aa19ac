/** What every format shares: typed access with positions, and the shape of the branch protection REST call. */
import type {
  BranchSelector,
  FileProblem,
  Located,
  Protection,
  ProtectionSource,
  RequiredCheck,
  Span,
} from '../types.js';
import type { YamlMap, YamlScalar, YamlValue } from '../yaml.js';

/** What a format's reader says about one file. */
export interface FormatResult {
  readonly protections: readonly Protection[];
  /** Why the file governs other repositories and is not used; null when it is used. */
  readonly silent: string | null;
}

/**
 * Reads values of an expected kind. Absent and null values mean "not set" everywhere; a value of another kind becomes a
 * problem with its position, and the rest of the file is still used.
 */
export class Shapes {
  readonly problems: FileProblem[] = [];

  constructor(private readonly path: string) {}

  map(value: YamlValue | undefined, name: string): YamlMap | null {
    if (isUnset(value)) return null;
    return value.kind === 'map' ? value : this.refuse(value, `\`${name}\` is not a mapping`);
  }

  list(value: YamlValue | undefined, name: string): readonly YamlValue[] {
    if (isUnset(value)) return [];
    return value.kind === 'seq' ? value.items : (this.refuse(value, `\`${name}\` is not a list`) ?? []);
  }

  /** Text as it was written, so that an unquoted `3.10` stays `3.10`. */
  text(value: YamlValue | undefined, name: string): Located<string> | null {
    if (isUnset(value)) return null;
    if (value.kind !== 'scalar') return this.refuse(value, `\`${name}\` is not a text`);
    return { value: textOf(value), at: value.at };
  }

  flag(value: YamlValue | undefined, name: string): boolean | undefined {
    if (isUnset(value)) return undefined;
    const text = value.kind === 'scalar' ? textOf(value).toLowerCase() : '';
    if (text === 'true' || text === 'false') return text === 'true';
    this.refuse(value, `\`${name}\` is neither true nor false`);
    return undefined;
  }

  /** The names of a list; entries that are no text become problems. */
  texts(value: YamlValue | undefined, name: string): Located<string>[] {
    return this.list(value, name).flatMap((item) => {
      const text = this.text(item, name);
      if (text === null || text.value === '') {
        if (isUnset(item) || text !== null) this.refuse(item, `\`${name}\` has an empty entry`);
        return [];
      }
      return text;
    });
  }

  /** Record a problem; returns null so that readers can answer with it. */
  refuse(value: YamlValue, reason: string): null {
    this.problems.push({ path: this.path, role: 'protection', kind: 'shape', reason, at: value.at });
    return null;
  }
}

function isUnset(value: YamlValue | undefined): value is undefined | (YamlScalar & { readonly value: null }) {
  return value === undefined || (value.kind === 'scalar' && value.value === null);
}

function textOf(scalar: YamlScalar): string {
  return typeof scalar.value === 'string' ? scalar.value : scalar.source;
}

/** The id of the app that must report a check; any app (absent, null, -1) is undefined. */
export function appId(value: YamlValue | undefined): number | undefined {
  if (value?.kind !== 'scalar') return undefined;
  const text = textOf(value).trim();
  const id = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return id > 0 ? id : undefined;
}

/**
 * `{context, app_id}` of branch protection or `{context, integration_id}` of rulesets.
 *
 * @param keys the names of the fields, first spelling first
 */
export function namedChecks(
  shapes: Shapes,
  source: ProtectionSource,
  value: YamlValue | undefined,
  name: string,
  keys: { readonly context: readonly string[]; readonly app: readonly string[] },
): RequiredCheck[] {
  return shapes.list(value, name).flatMap((item) => {
    if (item.kind === 'scalar' && item.value !== null) return { context: textOf(item), source, at: item.at };
    const map = shapes.map(item, name);
    const context = shapes.text(
      keys.context.map((key) => map?.get(key)).find((found) => found !== undefined),
      name,
    );
    if (context === null || context.value === '') {
      if (map !== null) shapes.refuse(item, `an entry of \`${name}\` names no check`);
      return [];
    }
    const app = keys.app.map((key) => map?.get(key)).find((found) => found !== undefined);
    const integrationId = appId(app);
    const slug =
      app?.kind === 'scalar' && typeof app.value === 'string' && !/^\s*-?\d+\s*$/.test(app.value)
        ? app.value.trim()
        : '';
    return {
      context: context.value,
      source,
      at: item.at,
      ...(integrationId === undefined ? {} : { integrationId }),
      ...(slug === '' ? {} : { appSlug: slug }),
    };
  });
}

/**
 * The part of a branch protection body that we use. `checks` replaces `contexts` in the API and says more, so a name
 * that both lists have is kept once, as `checks` says it.
 *
 * Source: https://docs.github.com/rest/branches/branch-protection#update-branch-protection
 */
export function classicProtection(
  shapes: Shapes,
  source: ProtectionSource,
  branches: BranchSelector,
  body: YamlMap,
  at: Span,
): Protection {
  const status = shapes.map(body.get('required_status_checks'), 'required_status_checks');
  const checks = namedChecks(shapes, source, status?.get('checks'), 'checks', {
    context: ['context'],
    app: ['app_id'],
  });
  const contexts = shapes
    .texts(status?.get('contexts'), 'contexts')
    .filter(({ value }) => !checks.some(({ context }) => context === value))
    .map(({ value, at }): RequiredCheck => ({ context: value, source, at }));
  const reviews = shapes.map(body.get('required_pull_request_reviews'), 'required_pull_request_reviews');
  const codeOwnerReview = shapes.flag(reviews?.get('require_code_owner_reviews'), 'require_code_owner_reviews');
  return {
    source,
    branches,
    at,
    requiredChecks: [...contexts, ...checks],
    ...(codeOwnerReview === undefined ? {} : { codeOwnerReview }),
  };
}

/** A selector for one name or pattern. */
export function only(name: string): BranchSelector {
  return { include: [name], exclude: [] };
}
