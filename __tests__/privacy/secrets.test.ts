import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findSecrets, MAX_REDACTABLE, redactText, SECRET_KINDS } from '../../src/privacy/secrets.js';

// Put together here, so that no scanner takes this file for a leak.
const AKIA = `AKIA${'QWERTYUIOPASDF12'}`;
const AWS_SECRET = `wJalrXUtnFEMI/K7MDENG${'/bPxRfiCYzEXAMPLEKE'}`;
const GHP = `ghp_${'aB3dE5gH7jK9'.repeat(3)}`;
const PAT = `github_pat_${'11ABCDEFG0'.repeat(2)}22_${'x9'.repeat(29)}y`;
const JWT = `eyJ${'hbGciOiJFUzI1NiJ9'}.eyJ${'zdWIiOiIxMjM0In0'}.${'MEUCIQDx_-9'.repeat(4)}`;
const pem = (type: 'pkcs8' | 'sec1') =>
  generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({ type, format: 'pem' }).toString().trim();
const SHA = '8f4b7f84864484a7bf31766abe9204da3cbe65b3';
const DIGEST = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** `«…»` marks what has to go; the kind is what has to stand there. */
const FOUND: readonly [kind: string, text: string][] = [
  ['aws-access-key-id', `id: «${AKIA}».`],
  ['aws-access-key-id', `"\\n«${AKIA}»\\n"`],
  ['aws-access-key-id', `?AWSAccessKeyId=«ASIA${AKIA.slice(4)}»&Signature=x`],
  ['aws-access-key-id', `key%3D«${AKIA}»`],
  ['aws-secret-access-key', `aws_secret_access_key = «${AWS_SECRET}»`],
  ['aws-secret-access-key', `AWS_SECRET_ACCESS_KEY="«${AWS_SECRET}»"`],
  ['aws-secret-access-key', `"SecretAccessKey": "«${AWS_SECRET}»",`],
  ['aws-secret-access-key', `env['AWS_SECRET_ACCESS_KEY'] = '«${AWS_SECRET}»'`],
  ['aws-secret-access-key', `aws-secret-access-key: «${AWS_SECRET}»`],
  ['aws-session-token', `AWS_SESSION_TOKEN=«${'IQoJb3JpZ2lu/+'.repeat(20)}==»`],
  ['github-token', `token «${GHP}»`],
  ['github-token', `«${GHP.replace('ghp', 'gho')}»`],
  ['github-token', `x${'«'}${GHP.replace('ghp', 'ghu')}»`],
  ['github-token', `«${GHP.replace('ghp', 'ghr')}»`],
  ['github-token', `«${GHP.replace('ghp', 'ghs')}».`],
  ['github-token', `«ghs_${JWT}»,`],
  ['github-token', `Authorization: token «${PAT}»`],
  ['jwt', `Bearer «${JWT}»`],
  ['jwt', `"\\n«${JWT}»"`],
  ['jwt', `{"id_token":"«${JWT.slice(0, JWT.lastIndexOf('.') + 1)}»"}`],
  ['jwt', `«${JWT}.abc.def» x`],
  ['private-key', `a\n«${pem('pkcs8')}»\nb`],
  ['private-key', `a\n«${pem('sec1')}»\nb`],
  ['private-key', `"«${pem('pkcs8').replaceAll('\n', '\\n')}»"`],
  ['private-key', '«-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk»'],
  ['private-key', '«-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nxcLYBF\n-----END PGP PRIVATE KEY BLOCK-----»\n'],
  ['password', 'postgres://app:«hunter2»@db:5432/app'],
  ['password', 'redis://:«p4ss»@cache:6379'],
  ['password', 'amqp://u:«p@ss:w#rd?»@mq/vhost'],
  ['password', 'mongodb+srv://u:«pw»@[2001]/x'],
  ['password', 'Server=db;User Id=sa;Password=«Secr3t!»;Encrypt=true'],
  ['password', 'Driver={ODBC};UID=sa;PWD=«x y»;'.replace('x y', 'xy')],
  ['password', 'host=db password=«secret» user=app'],
  ['password', `host=db password='«it has spaces»' user=app`],
  ['password', 'export PGPASSWORD="«hun ter»"'],
  ['password', `AccountName=a;AccountKey=«${'k'.repeat(86)}==»;EndpointSuffix=x`],
  ['password', 'Endpoint=sb://x/;SharedAccessKey=«abc=»'],
  ['token', `«xoxb-${'12345678901-abcDEF'}»`],
  ['token', `use «npm_${'aB3d'.repeat(9)}».`],
  ['token', `key=«AIza${'Sy_-9'.repeat(7)}»`],
  ['token', `«sk_live_${'4eC39HqLyjWD'}»`],
  ['token', `«glpat-${'aB3_-'.repeat(4)}»`],
  ['token', `«pypi-AgEI${'cHlwaS5vcmc'.repeat(3)}»`],
  ['token', 'token: «a1b2c3d4e5»'],
  ['token', '"auth_token": "«a1b2-C3D4.e5»"'],
  ['token', 'token=«AbCdEfGhIj»&x=1'],
  ['token', 'Authorization: Bearer «abc.DEF-123»'],
  ['token', `-H "authorization: basic «dXNlcjpwdw==»"`],
  ['token', '{\\"Authorization\\":\\"Bearer «abcdef»\\"}'],
  ['password', 'password: «hunter2»'],
  ['password', 'pwd: "«hun ter»"'],
  ['password', `{passwd: «hunter2», user: x}`],
  ['password', '{"db_password":"«hunter2»"}'],
  ['password', '{\\"password\\":\\"«hunter2»\\"}'],
  ['password', 'client_secret=«s3cr3t»&grant_type=x'],
  ['password', `clientSecret: '«s3cr3t»'`],
  ['email', 'by Jane <«jane.doe+ci@mail.example.com»>'],
  ['email', 'mailto:«jörg@bücher.example».'],
  ['email', '/users/«jane@corp.io»/x'],
  ['email', `«${'a'.repeat(64)}@example.com»`],
  ['ip-address', 'from «10.1.2.3»:443'],
  ['ip-address', 'root@«192.168.0.1»'],
  ['ip-address', 'hosts «10.0.0.1»-«10.0.0.9».'],
  ['ip-address', 'cidr=«172.16.0.0»/12'],
  ['ip-address', '\\n«8.8.8.8»\\n'],
  ['ip-address', 'from [«2001:db8::1»]:443'],
  ['ip-address', 'addr:«fe80::1ff:fe23:4567:890a»%eth0'],
  ['ip-address', '«::ffff:10.0.0.1».'],
  ['ip-address', 'at «2001:db8:0:0:0:0:0:1»: refused'],
  ['ip-address', 'net «2001:db8::»/32'],
];

const KEPT: readonly string[] = [
  `commit ${SHA}`,
  `uses: actions/checkout@${SHA} # v4.2.2`,
  `aws_secret_access_key: ${SHA}`,
  `${AKIA.toLowerCase()} ${SHA}`,
  `sha256:${DIGEST}`,
  `sha512-${'a8Z+/'.repeat(17)}==`,
  `https://github.com/o/r/commit/${SHA}`,
  DIGEST.toUpperCase(),
  'actions/checkout@v4.2.2 actions/cache@v4 org/repo/.github/workflows/ci.yml@main',
  'npm i pkg@1.2.3 pkg@1.2.3-rc.one @scope/pkg@^1.0.0',
  'git@github.com:owner/repo.git',
  'version 1.2.3.4, version: "1.2.3.4", v1.2.3.4, pkg==1.2.3.4, pkg>= 1.2.3.4, ~1.2.3.4, ^1.2.3.4, RFC 7540 8.1.2.4',
  '1.2.3.4-beta 1.2.3.4.5 1.2.3.4.tgz 256.1.1.1 1.3.6.1.4.1.311',
  '127.0.0.1 0.0.0.0 255.255.255.0 ::1 ::',
  'at 12:34:56, 2026-11-24T12:34:56Z, aa:bb:cc:dd:ee:ff, std::string, Face::Bad, a:b:c',
  'ci.yml:24:7: error: x',
  'AKIAIOSFODNN7EXAMPLEX AIDAQWERTYUIOPASDF12',
  `ghp_short ghx_${'a'.repeat(40)}`,
  'eyJhbGciOiJub25lIn0 eyJ.eyJ.',
  '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
  'postgres://app@db/app https://host:8080/path/@scope/pkg http://[::1]:80/',
  'password=${{ secrets.DB }} PWD=$PWD password=$(cat x) pwd=%PWD% password={{ pw }} password=<yours> password=***',
  'https://x-access-token:${TOKEN}@github.com/o/r',
  'id-token: write, token: read-only, github-token: ${{ github.token }}, token: github.token, token: secrets.APP_TOKEN2',
  `token: ${SHA}, token: sha256:${DIGEST}, token: ${DIGEST}, app-token: v2.10.163`,
  'Authorization: Bearer ${TOKEN} and authorization: token $TOKEN',
  'password:\n  required: true\nclient_secret:',
  'docker run --volume="$PWD":/check -v ${PWD}:/x, password: >-',
  'password: ${{ secrets.DB }}, pwd: "$PWD", client_secret: <yours>',
  'uses: pypa/gh-action-pypi-publish@release/v1, pypi-publish-to-the-test-index, npm_config_registry, sk_live_, glpat-',
  '@octocat @org/team a@b x@localhost',
];

const expectedOf = (kind: string, marked: string) => marked.replace(/«[^»]*»/g, `[redacted:${kind}]`);
const plain = (marked: string) => marked.replaceAll(/[«»]/g, '');

/** Found beside their name only. */
const CONTEXTUAL = ['password', 'aws-secret-access-key', 'aws-session-token', 'private-key'];

describe('redactText', () => {
  it.each(FOUND)('%s: %s', (kind, marked) => {
    const { text, found } = redactText(plain(marked));
    expect(text).toBe(expectedOf(kind, marked));
    expect(Object.keys(found)).toEqual([kind]);
  });

  it.each(KEPT)('leaves %s', (text) => {
    expect(redactText(text)).toEqual({ text, found: {} });
  });

  it('finds id and secret of a credentials.csv, and counts', () => {
    const csv = `Access key ID,Secret access key\n${AKIA},${AWS_SECRET}\n${AKIA},${SHA}\n`;
    expect(redactText(csv)).toEqual({
      text: `Access key ID,Secret access key\n[redacted:aws-access-key-id],[redacted:aws-secret-access-key]\n[redacted:aws-access-key-id],${SHA}\n`,
      found: { 'aws-access-key-id': 2, 'aws-secret-access-key': 1 },
    });
  });

  it('hides all of what overlaps, under the more severe name', () => {
    expect(redactText(`https://x-access-token:${GHP}@github.com/o/r`).text).toBe(
      'https://x-access-token:[redacted:github-token]/o/r',
    );
    expect(redactText('postgres://jane:hunter2@db.corp.io/x').text).toBe('postgres://jane:[redacted:password]/x');
    expect(redactText('password=jane@corp.io').text).toBe('password=[redacted:password]');
  });

  it('hides every secret wherever it stands, and does nothing the second time (property)', () => {
    const secrets = FOUND.flatMap(([kind, marked]) =>
      [...marked.matchAll(/«([^»]*)»/g)].map(([, secret]) => ({ kind, secret: secret as string })),
    ).filter(
      ({ kind, secret }) =>
        !CONTEXTUAL.includes(kind) && !(kind === 'token' && !/^(?:xox|npm_|AIza|sk_|glpat-|pypi-)/.test(secret)),
    );
    const filler = fc.constantFrom(' ', '\n', '"', ', ', ' (', `${SHA} `, ' key: ', '<', '> ');
    fc.assert(
      fc.property(fc.array(fc.tuple(filler, fc.constantFrom(...secrets)), { maxLength: 8 }), (parts) => {
        const text = `${parts.map(([before, { secret }]) => before + secret).join(' | ')} `;
        const redacted = redactText(text);
        for (const [, { secret }] of parts) expect(redacted.text).not.toContain(secret);
        expect(redactText(redacted.text)).toEqual({ text: redacted.text, found: {} });
      }),
    );
  });

  it('gives spans in order, within the text, that do not overlap (property)', () => {
    const piece = fc.constantFrom(
      ...'@:/.-_"\'= \n',
      '://',
      'eyJ',
      'ghp_',
      AKIA,
      'password=',
      'password: ',
      'token: ',
      'Authorization: Bearer ',
      'xoxb-',
      'glpat-',
      '10.0.0.1',
      'a.io',
      JWT,
      '::',
      '-----BEGIN PRIVATE KEY-----',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        let position = 0;
        for (const { kind, start, end } of findSecrets(text)) {
          expect(start).toBeGreaterThanOrEqual(position);
          expect(end).toBeGreaterThan(start);
          expect(SECRET_KINDS).toContain(kind);
          position = end;
        }
        expect(position).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['token:', 'xoxb-', 'glpat-', 'sk_live_', 'npm_a', 'authorization: bearer', 'password: ', 'pypi-AgE'])(
    'redacts nothing twice in a megabyte of %s',
    (piece) => {
      const once = redactText(piece.repeat(Math.floor(MAX_REDACTABLE / 2 / piece.length))).text;
      expect(redactText(once).text).toBe(once);
    },
  );

  it('refuses what is longer than its bound', () => {
    expect(redactText('x'.repeat(MAX_REDACTABLE)).text).toHaveLength(MAX_REDACTABLE);
    expect(() => redactText('x'.repeat(MAX_REDACTABLE + 1))).toThrow(/is longer than 1048576 characters/);
  });
});
