/** What the stores rely on in S3 and SSM. Sources: "Conditional writes" of S3's user guide; the API reference of SSM. */
import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { expect } from '@jest/globals';
import { nameOf, type ServerCase } from './servers-case.js';

export const S3_AND_SSM: readonly ServerCase[] = [
  [
    'if-none-match',
    'S3 lets one of twenty writers create an object',
    async ({ s3, bucket }) => {
      const writes = Array.from({ length: 20 }, (_, index) =>
        nameOf(s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: `${index}`, IfNoneMatch: '*' }))),
      );
      const names = (await Promise.all(writes)).sort();
      expect(names).toEqual([...Array.from({ length: 19 }, () => 'PreconditionFailed'), 'nothing'].sort());
    },
  ],
  [
    'if-match',
    'S3 lets one of twenty writers replace an object',
    async ({ s3, bucket }) => {
      const { ETag } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'first' }));
      const writes = Array.from({ length: 20 }, (_, index) =>
        nameOf(s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: `${index}`, IfMatch: ETag }))),
      );
      const names = (await Promise.all(writes)).sort();
      expect(names).toEqual([...Array.from({ length: 19 }, () => 'PreconditionFailed'), 'nothing'].sort());
      const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
      expect(Versions).toHaveLength(2);
    },
  ],
  [
    'if-match-absent',
    'S3 does not replace an object that is not there',
    async ({ s3, bucket }) => {
      const put = new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'x', IfMatch: '"0123"' });
      expect(await nameOf(s3.send(put))).toBe('NoSuchKey');
      expect(await nameOf(s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'k' })))).toBe('NoSuchKey');
    },
  ],
  [
    'parameter-once',
    'SSM writes a parameter once that may not be overwritten',
    async ({ ssm, prefix }) => {
      const put = { Name: `${prefix}once`, Type: 'SecureString' as const, Overwrite: false };
      await ssm.send(new PutParameterCommand({ ...put, Value: 'first' }));
      expect(await nameOf(ssm.send(new PutParameterCommand({ ...put, Value: 'second' })))).toBe(
        'ParameterAlreadyExists',
      );
    },
  ],
  [
    'parameter-version',
    'SSM reads an older version by `name:version`',
    async ({ ssm, prefix }) => {
      const name = `${prefix}versioned`;
      const put = { Name: name, Type: 'SecureString' as const };
      await ssm.send(new PutParameterCommand({ ...put, Value: 'first' }));
      await ssm.send(new PutParameterCommand({ ...put, Value: 'second', Overwrite: true }));
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name: `${name}:1`, WithDecryption: true }));
      expect(Parameter?.Value).toBe('first');
    },
  ],
  [
    'parameter-encrypted',
    'SSM shows a SecureString only to who asks for it decrypted',
    async ({ ssm, prefix }) => {
      const name = `${prefix}encrypted`;
      await ssm.send(new PutParameterCommand({ Name: name, Type: 'SecureString', Value: 'plain words' }));
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
      expect(Parameter?.Value).not.toContain('plain words');
    },
  ],
];
