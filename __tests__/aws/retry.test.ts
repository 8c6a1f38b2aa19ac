import { describe, expect, it } from '@jest/globals';
import { healingOf } from '../../src/aws/retry.js';

const failure = (name: string, httpStatusCode?: number): Error =>
  Object.assign(new Error('planted'), { name }, httpStatusCode === undefined ? {} : { $metadata: { httpStatusCode } });

describe('healingOf', () => {
  it.each([
    ['half of a JSON text, said to be well', failure('SyntaxError', 200)],
    ['half of an error in JSON', failure('SyntaxError', 400)],
    ['half of an error in XML: the reader of the SDK gives no name', failure('Error', 404)],
    ['a "yes" that lacks what it has to hold', failure('TypeError', 200)],
    ['a fault of the service', failure('InternalServerError', 500)],
  ])('takes %s for a fault that passes', (_, error) => {
    expect(healingOf(error)).toBe('fault');
  });

  it.each([
    ['an error that the service has named', failure('NoSuchKey', 404)],
    ['a refusal', failure('AccessDeniedException', 400)],
    ['a failed condition', failure('ConditionalCheckFailedException', 400)],
    ['a mistake of ours that met no answer', failure('SyntaxError')],
  ])('sees no hope in %s', (_, error) => {
    expect(healingOf(error)).toBe(null);
  });
});
