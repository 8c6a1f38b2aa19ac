/** Words and places that every rule shows in the same way. */
import { quotedName, shownName, shownPath } from '../../repository/names.js';
import type { RepositoryModel, RequiredCheck, Span, TreeChange } from '../../repository/types.js';
import type { Evidence, Finding } from '../types.js';

/** Evidence at a place of the tree. `fact` makes it part of the finding's identity ({@link Evidence}). */
export function evidenceAt(
  model: Pick<RepositoryModel, 'excerpt'>,
  at: Pick<Span, 'path' | 'startLine'>,
  label: string,
  fact?: string,
): Evidence {
  return {
    path: at.path,
    startLine: at.startLine,
    endLine: at.startLine,
    excerpt: model.excerpt(at),
    label,
    ...(fact === undefined ? {} : { fact }),
  };
}

/** Evidence of a requirement: its line, or what the API answered. */
export function requirementEvidence(
  model: Pick<RepositoryModel, 'excerpt'>,
  check: RequiredCheck,
  label: string,
  fact?: string,
): Evidence {
  if (check.at !== undefined) return evidenceAt(model, check.at, label, fact);
  return {
    path: '',
    startLine: 0,
    endLine: 0,
    excerpt: `${sourceLabel(check)} requires ${quoted(check.context)}`,
    label,
    ...(fact === undefined ? {} : { fact }),
  };
}

/** `.github/settings.yml:44`, or the name of the API answer. */
export function sourceLabel(check: RequiredCheck): string {
  if (check.at !== undefined) return placeOf(check.at);
  return shownPath(check.source.kind === 'api' ? check.source.label : check.source.path);
}

/** `path:line`. */
export function placeOf(at: Pick<Span, 'path' | 'startLine'>): string {
  return `${shownPath(at.path)}:${at.startLine}`;
}

/** A name as people see it: one line, safe between our backticks, cut when it is very long. */
export const shown = shownName;

/** The same between double quotes. */
export const quoted = quotedName;

/** A path as people see it: safe between our backticks, nothing of it hidden. */
export { shownPath };

/** `"a", "b" and 3 more`. */
export function listed(names: readonly string[], max = 3): string {
  const shown = names.slice(0, max).map(quoted);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** True when the change added or modified this line. */
export function isChanged(change: TreeChange, at: Pick<Span, 'path' | 'startLine'>): boolean {
  return change.lines.get(at.path)?.has(at.startLine) ?? false;
}

/**
 * Put the first line that the change touched in front, labelled "this change", so that the annotation stands on it.
 * Facts move with their entry; without such a line the finding stays as it is.
 */
export function changedLineFirst(finding: Finding, change: TreeChange): Finding {
  const index = finding.evidence.findIndex((entry) => entry.path !== '' && isChanged(change, entry));
  const entry = finding.evidence[index];
  if (entry === undefined) return finding;
  const rest = finding.evidence.filter((_, other) => other !== index);
  return { ...finding, evidence: [{ ...entry, label: 'this change' }, ...rest] };
}
