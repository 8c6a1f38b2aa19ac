/** Making the accepted state: what an acceptance says, and the baseline that it gives. */
import * as v from 'valibot';
import { PhaseMirrorError } from '../errors.js';
import { baselineSchema } from './schema.js';
import type { Baseline, BaselineHeader, Observation } from './types.js';

export interface Acceptance {
  readonly repositoryId: number;
  readonly repository: string;
  readonly branch: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly by: BaselineHeader['acceptedBy'];
  readonly reason: string;
  readonly runUrl: string;
  readonly tool: string;
}

const MAX_NAMED = 5;

/**
 * The baseline that an acceptance of this state makes. Equal states and acceptances give equal bytes.
 *
 * @throws {PhaseMirrorError} `user` when there is no commit or governed files differ from it: what is accepted has to be
 *   in the history; when the reason is empty; when there is more than the format holds
 */
export function makeBaseline(state: Observation, acceptance: Acceptance): Baseline {
  const { head, uncommitted } = state;
  if (head === null) throw cannotAccept('has no commit', 'Commit it first');
  if (uncommitted.size > 0) {
    const named = [...uncommitted].sort().slice(0, MAX_NAMED).join(', ');
    const more = uncommitted.size > MAX_NAMED ? ` and ${uncommitted.size - MAX_NAMED} more` : '';
    throw cannotAccept(`is not all committed: ${named}${more}`, 'Commit or undo these changes, then accept');
  }
  const baseline: Baseline = {
    schemaVersion: '1',
    header: {
      type: 'baseline',
      repositoryId: acceptance.repositoryId,
      repository: acceptance.repository,
      branch: acceptance.branch,
      commit: head.commit,
      tree: head.tree,
      acceptedAt: new Date(acceptance.at).toISOString(),
      acceptedBy: { name: acceptance.by.name, kind: acceptance.by.kind },
      reason: acceptance.reason.trim(),
      runUrl: acceptance.runUrl,
      tool: acceptance.tool,
      api: [...state.api].sort(),
      patterns: { include: [...state.patterns.include], exclude: [...state.patterns.exclude] },
    },
    files: state.files.map(({ path, mode, digest }) => ({ path, mode, digest })),
    facts: state.facts.map(({ kind, key, value, path, line, note }) => ({
      kind,
      key: [...key],
      value,
      path,
      line,
      ...(note === undefined ? {} : { note }),
    })),
  };
  const result = v.safeParse(baselineSchema, baseline, { abortEarly: true });
  if (result.success) return baseline;
  const [issue] = result.issues;
  throw cannotAccept(
    `does not fit into a baseline: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`,
    'Correct that, or govern fewer files',
  );
}

function cannotAccept(reason: string, next: string): PhaseMirrorError {
  return new PhaseMirrorError('user', { thing: 'the governed state', reason, next });
}
