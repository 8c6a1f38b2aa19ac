/** The instruments of the role tests: what they let through must be what AWS lets through. */

import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { startAuthorizingFront } from '../support/authorizing-front.js';
import { githubSubject } from '../support/github-claims.js';
import { type AccessQuestion, decide, like, type PolicyDocument, type PolicyStatement } from '../support/iam.js';
import { listen } from '../support/loopback.js';
import { startOidcIssuer } from '../support/oidc-issuer.js';
import { renderTemplate } from '../support/role-policies.js';

const policy = (...Statement: readonly Partial<PolicyStatement>[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: Statement.map((one) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...one })),
});
const ask = (context: AccessQuestion['context'] = {}): AccessQuestion => ({
  ...{ action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/a/b', context },
});
const under = (Condition: NonNullable<PolicyStatement['Condition']>, context: AccessQuestion['context'] = {}) =>
  decide(policy({ Condition }), ask(context)) === 'allow';

describe('IAM', () => {
  it('allows what is allowed, and lets Deny win wherever it stands', () => {
    expect(decide(policy({}), ask())).toBe('allow');
    expect(decide(policy({}, { Effect: 'Deny' }), ask())).toBe('deny');
    expect(decide(policy({ Effect: 'Deny' }, {}), ask())).toBe('deny');
    expect(decide(policy({ Action: 's3:PutObject' }), ask())).toBe('none');
    expect(decide(policy({ Action: 'S3:getobject' }), ask())).toBe('allow');
    expect(decide(policy({ Action: ['s3:PutObject', 's3:Get*'] }), ask())).toBe('allow');
    expect(decide(policy({ Resource: 'arn:aws:s3:::bucket/A/*' }), ask())).toBe('none');
    expect(decide(policy(), ask())).toBe('none');
  });

  it('takes values of one key as alternatives, and keys as all needed', () => {
    const equals = { StringEquals: { 'x:a': ['1', '2'], 'x:b': '3' } };
    expect(under(equals, { 'x:a': '2', 'x:b': '3' })).toBe(true);
    expect(under(equals, { 'X:A': '2', 'x:B': '3' })).toBe(true);
    expect(under(equals, { 'x:a': '2', 'x:b': '4' })).toBe(false);
    expect(under(equals, { 'x:a': '2' })).toBe(false);
    expect(under({ ...equals, StringLike: { 'x:c': 'y*' } }, { 'x:a': '1', 'x:b': '3', 'x:c': 'z' })).toBe(false);
  });

  it.each([
    ['StringEquals', '*', 'a', false],
    ['StringEquals', 'a', 'A', false],
    ['StringEqualsIgnoreCase', 'a', 'A', true],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', 'a', 'a', false],
    ['StringLike', 'a*', 'abc', true],
    ['StringNotLike', 'a*', 'abc', false],
    ['Bool', 'true', 'True', true],
    ['ForAnyValue:StringEquals', 'a', ['b', 'a'], true],
    ['ForAllValues:StringEquals', 'a', ['b', 'a'], false],
    ['Null', 'false', 'a', true],
  ] as const)('%s %j with %j is %s', (operator, wanted, actual, expected) => {
    expect(under({ [operator]: { k: wanted } }, { k: actual })).toBe(expected);
  });

  it.each([
    ['StringEquals', false],
    ['StringLike', false],
    ['StringEqualsIfExists', true],
    ['StringNotEquals', true],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
  ])('%s on a key that is missing is %s', (operator, expected) => {
    expect(under({ [operator]: { k: 'a' } })).toBe(expected);
  });

  it('refuses to judge what it does not know', () => {
    expect(() => under({ NumericEquals: { k: '1' } }, { k: '1' })).toThrow('NumericEquals');
    expect(() => decide(policy({ NotAction: 'a' } as object), ask())).toThrow('NotAction');
    expect(() => decide(policy({ Resource: 'arn:aws:s3:::${aws:username}' }), ask())).toThrow('no policy variables');
  });

  it.each([
    ['repo:o/r:ref:refs/heads/main', 'repo:o/*', true],
    ['repo:o/r:ref:refs/heads/main', 'repo:o/*:ref:refs/heads/main', true],
    ['repo:o/r:ref:refs/heads/main2', 'repo:o/*:ref:refs/heads/main', false],
    ['abcabc', 'a*bc', true],
    ['abcabd', 'a*bc', false],
    ['ab', 'a?', true],
    ['a', 'a?', false],
    ['', '*', true],
    ['a.c', 'abc', false],
  ])('%s is like %s: %s', (text, pattern, expected) => {
    expect(like(text, pattern)).toBe(expected);
  });
});

describe('templates', () => {
  it('know two forms and refuse the rest', () => {
    expect(renderTemplate('{"a": "${x}", "b": ${jsonencode(y)}}', { x: 1, y: ['q"'] })).toBe(
      '{"a": "1", "b": ["q\\""]}',
    );
    expect(() => renderTemplate('${z}', {})).toThrow('has no value');
    expect(() => renderTemplate('${y}', { y: [] })).toThrow('jsonencode(y)');
    expect(() => renderTemplate('${join(",", y)}', { y: [] })).toThrow('has no value');
    expect(() => renderTemplate('%{ for a in b }', {})).toThrow('no directives');
    expect(() => renderTemplate('$${a}', {})).toThrow('no escapes');
  });
});

describe('the issuer', () => {
  it('gives a token to the job it belongs to, and to nobody else', async () => {
    const issuer = await startOidcIssuer();
    try {
      const { requestUrl, requestToken } = issuer.job();
      const status = async (address: string, headers: Record<string, string>): Promise<number> =>
        (await fetch(address, { headers })).status;
      expect(await status(requestUrl, {})).toBe(401);
      expect(await status(requestUrl, { authorization: `Bearer ${issuer.job().requestToken}` })).toBe(401);
      expect(await status(`${issuer.url}/jobs/9/idtoken`, { authorization: `Bearer ${requestToken}` })).toBe(404);
      const answer = await fetch(requestUrl, { headers: { authorization: `bearer ${requestToken}` } });
      const { value } = (await answer.json()) as { value: string };
      const claims = JSON.parse(Buffer.from(value.split('.')[1] ?? '', 'base64url').toString()) as Record<
        string,
        unknown
      >;
      expect(claims).toMatchObject({
        ...{ iss: 'https://token.actions.githubusercontent.com', aud: 'https://github.com/octo-org' },
        ...{ sub: 'repo:octo-org/octo-repo:ref:refs/heads/main', repository_id: '456789', event_name: 'push' },
      });
    } finally {
      await issuer.close();
    }
  });

  it.each([
    [{}, 'repo:octo-org/octo-repo:ref:refs/heads/main'],
    [{ event: 'pull_request' }, 'repo:octo-org/octo-repo:pull_request'],
    [{ event: 'pull_request', environment: 'Prod:V1' }, 'repo:octo-org/octo-repo:environment:Prod%3AV1'],
    [{ immutable: true, ref: 'refs/tags/v1' }, 'repo:octo-org@123456/octo-repo@456789:ref:refs/tags/v1'],
  ])('names the subject of %j as GitHub does', (job, subject) => {
    expect(githubSubject(job)).toBe(subject);
  });
});

describe('the authorising front', () => {
  const session = { roleArn: 'arn:aws:iam::1:role/r', sessionName: 's', subject: '', endsAt: 2_000 };
  const allow = (Action: string, Resource: string): PolicyDocument => policy({ Action, Resource });
  const withFront = async (
    permissions: PolicyDocument,
    work: (client: { s3: S3Client; dynamodb: DynamoDBClient }) => Promise<void>,
    { accessKeyId = 'ASIAKNOWN', now = 1_000 } = {},
  ): Promise<void> => {
    const emulator = await listen(async (request, response) => {
      request.resume();
      response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    });
    const front = await startAuthorizingFront({
      ...{ upstream: emulator.url, sessions: new Map([['ASIAKNOWN', session]]), account: '1', now: () => now },
      permissions: { [session.roleArn]: permissions },
    });
    const config = {
      ...{ endpoint: front.url, region: 'eu-west-1', maxAttempts: 1, forcePathStyle: true },
      credentials: { accessKeyId, secretAccessKey: 'x' },
    };
    const clients = { s3: new S3Client(config), dynamodb: new DynamoDBClient(config) };
    try {
      await work(clients);
    } finally {
      clients.s3.destroy();
      clients.dynamodb.destroy();
      await Promise.all([front.close(), emulator.close()]);
    }
  };
  const object = { Bucket: 'bucket', Key: 'a' };
  const row = { TableName: 't', Key: { pk: { S: 'a' } } };

  it('says that an object is missing only to those who may list', async () => {
    await withFront(allow('s3:GetObject', '*'), async ({ s3 }) => {
      await expect(s3.send(new GetObjectCommand(object))).rejects.toMatchObject({ name: 'AccessDenied' });
      await expect(s3.send(new HeadObjectCommand(object))).rejects.toMatchObject({
        $metadata: { httpStatusCode: 403 },
      });
    });
    await withFront(policy({ Action: ['s3:GetObject', 's3:ListBucket'] }), async ({ s3 }) => {
      await expect(s3.send(new GetObjectCommand(object))).rejects.toMatchObject({ name: 'NoSuchKey' });
    });
  });

  it('knows nobody without a session, and nobody after its end', async () => {
    await withFront(
      policy({ Action: '*' }),
      async ({ s3, dynamodb }) => {
        await expect(s3.send(new GetObjectCommand(object))).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
        await expect(dynamodb.send(new GetItemCommand(row))).rejects.toMatchObject({
          name: 'UnrecognizedClientException',
        });
      },
      { accessKeyId: 'AKIAOTHER' },
    );
    await withFront(
      policy({ Action: '*' }),
      async ({ s3, dynamodb }) => {
        await expect(s3.send(new GetObjectCommand(object))).rejects.toMatchObject({ name: 'ExpiredToken' });
        await expect(dynamodb.send(new GetItemCommand(row))).rejects.toMatchObject({ name: 'ExpiredTokenException' });
      },
      { now: 2_000 },
    );
  });
});
