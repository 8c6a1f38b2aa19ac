/** What the circuit breaker lifts from a decision. */
import { liftableRules } from '../policy/breaker.js';
import type { Judgement } from '../policy/judge.js';
import type { EvaluateRequest } from './evaluate-run.js';
import type { PausesAnswer, RunMemory } from './run-memory.js';

/** Who opened the pull request that a merge group lands. The event does not say; null where GitHub does not either. */
async function queuedAuthor(request: EvaluateRequest): Promise<number | null> {
  const { queuedPullRequest, token, repository } = request;
  if (queuedPullRequest === undefined || token === undefined || repository === undefined) return null;
  const { openChanges } = await import('../github/changes.js');
  const changes = await openChanges({ repository, token, apiUrl: request.apiUrl ?? 'https://api.github.com' });
  return changes.authorOf(queuedPullRequest);
}

/** What the circuit breaker lifts. Nobody is asked where there is nothing to lift. */
export async function pauses(
  judgement: Judgement,
  memory: RunMemory | null,
  request: EvaluateRequest,
  now: number,
): Promise<PausesAnswer> {
  const ruleIds = judgement.decision.outcome === 'block' ? liftableRules(judgement.decisionInput) : [];
  if (memory === null || ruleIds.length === 0) return { paused: new Set(), degraded: [] };
  return memory.pauses({
    ruleIds,
    repositoryId: request.repositoryId ?? null,
    authorId: request.authorId ?? (await queuedAuthor(request)),
    senderId: request.senderId ?? null,
    now,
  });
}
