/** What S3 answers about one baseline. */
import { createHash } from 'node:crypto';
import { baselineKey } from '../../../src/stores/aws/names.js';
import { type Answer, s3Error } from './canned-server.js';

export const KEY = { repositoryId: 7, branch: 'main' };
export const OBJECT = baselineKey(KEY);
export const TEXT = '{"a":1}';
export const BYTES = new TextEncoder().encode(TEXT);
export const NOW = Date.parse('2026-11-24T12:00:00Z');
export const FULL = {
  etag: '"e1"',
  'x-amz-version-id': 'v1',
  'last-modified': 'Tue, 24 Nov 2026 11:00:00 GMT',
  'x-amz-checksum-sha256': createHash('sha256').update(TEXT).digest('base64'),
};
export const DOCUMENT: Answer = { headers: FULL, body: TEXT };
export const NOT_THERE = s3Error(404, 'NoSuchKey');

export const listing = (inner: string): Answer => ({
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0"?><ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</ListVersionsResult>`,
});
export const version = (id: string, at: string, latest = false, key = OBJECT): string =>
  `<Version><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>${latest}</IsLatest><LastModified>${at}</LastModified><Size>7</Size></Version>`;
export const deletion = (id: string, at: string, latest = false, key = OBJECT): string =>
  `<DeleteMarker><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>${latest}</IsLatest><LastModified>${at}</LastModified></DeleteMarker>`;
