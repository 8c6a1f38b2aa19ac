/** Events as record makes them. */
import { createHash } from 'node:crypto';
import type { FPEvent } from '../../src/stores/ports.js';

/** A finding id that starts as it is asked to. */
export function findingId(prefix: string): string {
  return prefix.padEnd(32, '0');
}

/** @param at when it was first seen; with the change and the finding it makes the event id */
export function storedEvent(at: number, more: Partial<FPEvent> = {}): FPEvent {
  const event = {
    findingId: findingId('3f9a1c07'),
    ruleId: 'MD-001',
    ruleVersion: 1,
    repository: 'repository:7',
    saltVersion: 0,
    change: 'pr#12',
    severity: 'high',
    level: 'block',
    blocked: true,
    actors: ['actor:31'],
    occurredAt: at,
    ...more,
  } as const;
  const key = `${event.repository} ${event.change} ${event.findingId} ${event.ruleVersion}`;
  return { eventId: createHash('sha256').update(key).digest('hex'), ...event };
}
