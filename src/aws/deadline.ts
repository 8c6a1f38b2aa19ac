/** An end to trying: a service that cannot be reached costs a bounded time, whatever the retries add up to. */

/** The time was up. `cause` is what the last attempt failed with, where one did. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/** What the last attempt under a signal failed with; the SDK itself forgets it when it is aborted while it waits. */
const failures = new WeakMap<AbortSignal, unknown>();

/** Notes why an attempt failed, for the {@link DeadlineError} that may come. */
export function noteFailure(signal: AbortSignal, error: unknown): void {
  failures.set(signal, error);
}

/**
 * Runs `work`, and rejects once `ms` milliseconds have passed or `outer` is aborted, even where `work` does not look at its
 * signal (looking for credentials does not).
 *
 * @throws {DeadlineError}
 */
export async function within<T>(
  ms: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  let give: (reason: string) => void = () => undefined;
  const over = new Promise<never>((_, reject) => {
    give = (reason) => {
      const error = new DeadlineError(reason, { cause: failures.get(signal) });
      reject(error);
      controller.abort(error);
    };
  });
  const stop = (): void => give('the time of the run for this was up');
  const timer = setTimeout(() => give(`there was no answer within ${ms} ms`), ms);
  outer?.addEventListener('abort', stop, { once: true });
  if (outer?.aborted) stop();
  try {
    return await Promise.race([over, work(signal)]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', stop);
  }
}
