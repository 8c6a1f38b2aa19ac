import { describe, expect, it } from '@jest/globals';
import { PhaseMirrorError } from '../../src/errors.js';
import { STORE_ERRORS, StoreError, type StoreErrorCode } from '../../src/stores/errors.js';

const CODES = Object.keys(STORE_ERRORS) as StoreErrorCode[];

describe('StoreError', () => {
  it('names operation, ids, reason, code and the next step', () => {
    const cause = new Error('underneath');
    const error = new StoreError({
      operation: 'FPStore.recordEvent',
      code: 'THROTTLED',
      reason: 'was refused for 10 s',
      ids: { table: 'fp-events', ruleId: 'MD-004', eventId: 'abc' },
      cause,
    });
    expect(error.message).toBe(
      'FPStore.recordEvent (rule MD-004, event abc, table fp-events) was refused for 10 s (THROTTLED). Run it again later.',
    );
    expect(error).toBeInstanceOf(PhaseMirrorError);
    expect(error).toMatchObject({
      operation: 'FPStore.recordEvent',
      code: 'THROTTLED',
      kind: 'store',
      retryable: true,
    });
    expect(error.cause).toBe(cause);
    expect(error.ids).toEqual({ table: 'fp-events', ruleId: 'MD-004', eventId: 'abc' });
    expect(error.exitCode).toBe(2);
  });

  it('needs neither ids nor a cause, and takes another next step', () => {
    const error = new StoreError({ operation: 'open', code: 'INVALID', reason: 'is no path', next: 'Name a file' });
    expect(error.message).toBe('open is no path (INVALID). Name a file.');
    expect(error.ids).toEqual({});
    expect('cause' in error).toBe(false);
  });

  it.each(CODES)('%s has kind, next step and retryability of the table', (code) => {
    const error = new StoreError({ operation: 'x', code, reason: 'y' });
    const { kind, next, retryable } = STORE_ERRORS[code];
    expect({ kind: error.kind, next: error.next, retryable: error.retryable }).toEqual({ kind, next, retryable });
    expect(error.message.endsWith(`${next}.`)).toBe(true);
  });
});

describe('the table of codes', () => {
  it('is in order, says what each means as a sentence, and what to do as a clause', () => {
    expect(CODES).toEqual([...CODES].sort());
    for (const { meaning, next } of Object.values(STORE_ERRORS)) {
      expect(meaning).toMatch(/^[A-Z].*\.$/);
      expect(next).toMatch(/^[A-Z].*[^.]$/);
    }
  });

  it('lets only that be tried again which may heal by itself', () => {
    expect(CODES.filter((code) => STORE_ERRORS[code].retryable)).toEqual([
      'BUSY',
      'THROTTLED',
      'TIMEOUT',
      'UNAVAILABLE',
    ]);
  });
});
