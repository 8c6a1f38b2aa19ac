/** The body of an object: read to its end and checked, or not read at all. */
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { StoreError, type StoreErrorIds } from '../errors.js';
import { MAX_DOCUMENT_BYTES } from '../ports.js';
import { storeError } from './call.js';

/** The body ended before, or after, the length that was announced. */
class LengthError extends Error {
  override readonly name = 'LengthError';
}

/**
 * All bytes of an answer. The SDK compares them with the checksum that was stored with the object (ChecksumMode), Node
 * with the framing of HTTP, and this with Content-Length.
 *
 * @throws {StoreError} CORRUPT: longer than any document may be. It is given up without being read.
 * @throws anything else when the body broke off: {@link bodyFailure} names it
 */
export async function readBody(
  operation: string,
  ids: StoreErrorIds,
  { Body, ContentLength }: GetObjectCommandOutput,
): Promise<Uint8Array> {
  const tooLong = (): StoreError =>
    new StoreError({ operation, ids, code: 'CORRUPT', reason: `is longer than ${MAX_DOCUMENT_BYTES} bytes` });
  // In Node the SDK gives a stream of node:http; its type covers browsers too.
  const stream = Body as unknown as (AsyncIterable<Uint8Array> & { destroy(): void }) | undefined;
  if (stream === undefined) throw new LengthError('there is no body');
  if (ContentLength !== undefined && ContentLength > MAX_DOCUMENT_BYTES) {
    stream.destroy();
    throw tooLong();
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > MAX_DOCUMENT_BYTES) throw tooLong();
    chunks.push(chunk);
  }
  if (ContentLength !== undefined && size !== ContentLength) {
    throw new LengthError(`${size} bytes came instead of ${ContentLength}`);
  }
  return new Uint8Array(Buffer.concat(chunks, size));
}

/** Names what {@link readBody} threw, when asking again did not help. */
export function bodyFailure(operation: string, ids: StoreErrorIds, error: unknown): StoreError {
  if (error instanceof Error && error.message.startsWith('Checksum mismatch')) {
    const reason = 'does not have the checksum that was stored with it';
    return new StoreError({ operation, ids, code: 'CORRUPT', reason, cause: error });
  }
  const named = storeError(operation, ids, error);
  if (named.code !== 'UNEXPECTED') return named;
  // `aborted`, `Connection lost …`: words of Node and of the SDK for a connection that ended too early.
  return new StoreError({ operation, ids, code: 'UNAVAILABLE', reason: 'broke off in the middle', cause: error });
}
