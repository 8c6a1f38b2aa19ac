import { Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { bodyFailure, readBody } from '../../../src/stores/aws/body.js';

const IDS = { bucket: 'b', key: 'k' };
const answer = (chunks: readonly string[], ContentLength?: number): GetObjectCommandOutput =>
  ({
    Body: Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
    ContentLength,
  }) as unknown as GetObjectCommandOutput;

describe('readBody', () => {
  it.each([[undefined], [6]])('joins the chunks, announced %p', async (length) => {
    expect(await readBody('X.y', IDS, answer(['abc', 'de', 'f'], length))).toEqual(new TextEncoder().encode('abcdef'));
  });

  // Node notices this by itself as long as nothing stands between; a body that was unpacked on the way is not counted.
  it.each([[5], [7]])('another length than announced is no document: %p', async (length) => {
    const work = readBody('X.y', IDS, answer(['abc', 'def'], length));
    await expect(work).rejects.toMatchObject({ name: 'LengthError', message: `6 bytes came instead of ${length}` });
  });

  it('no body is no empty document', async () => {
    await expect(readBody('X.y', IDS, { $metadata: {} })).rejects.toMatchObject({ name: 'LengthError' });
  });
});

describe('bodyFailure', () => {
  it.each([
    ['Checksum mismatch: expected "a" but received "b"', 'CORRUPT'],
    ['aborted', 'UNAVAILABLE'],
    ['6 bytes came instead of 7', 'UNAVAILABLE'],
  ])('%s: %s', (message, code) => {
    expect(bodyFailure('X.y', IDS, new Error(message))).toMatchObject({ code, ids: IDS, cause: { message } });
  });
});
