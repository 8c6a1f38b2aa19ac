/**
 * What must not leave: credentials, and what identifies a person or a machine. Why these patterns are our own, and what
 * was measured instead: docs/adr/0008-detecting-secrets.md.
 *
 * Every pattern is linear: it starts at something that ends what came before (a literal, or a boundary that is looked
 * behind at), so no character is read more than a fixed number of times. Where it can't be told, more is redacted
 * rather than less; but what findings are about stays readable: commit SHAs, digests, versions, refs of actions.
 */
import { isIPv6 } from 'node:net';
import { PhaseMirrorError } from '../errors.js';

/** Most severe first: where two overlap, the first names both. */
export const SECRET_KINDS = [
  'private-key',
  'aws-secret-access-key',
  'aws-session-token',
  'aws-access-key-id',
  'github-token',
  'jwt',
  'token',
  'password',
  'email',
  'ip-address',
] as const;

export type SecretKind = (typeof SECRET_KINDS)[number];

export interface SecretSpan {
  readonly kind: SecretKind;
  /** UTF-16 code units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Longest text that is looked at. */
export const MAX_REDACTABLE = 1024 * 1024;

/** Not inside a word, unless what stands before is an escape of JSON or of a URL (`\n`, `%20`). */
const START = '(?:(?<![A-Za-z0-9])|(?<=\\\\[nrt])|(?<=%[0-9A-F]{2}))';

/** A match of `pattern`, or of its group `secret` where it has one. */
interface Pattern {
  readonly kind: SecretKind;
  readonly pattern: RegExp;
  /** Refuses what only looks like it. */
  readonly unless?: (match: string, before: string) => boolean;
}

const PATTERNS: readonly Pattern[] = [
  // Prefixes of keys that authenticate (IAM user guide, "Understanding unique ID prefixes"): long-term, STS, bearer,
  // context-specific. The others name things and are no secret.
  { kind: 'aws-access-key-id', pattern: new RegExp(`${START}(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])`, 'g') },
  // In context only: 40 characters of base64 alone could be anything. An AWS secret is never 40 hex digits: that is a
  // commit.
  {
    kind: 'aws-secret-access-key',
    pattern:
      /(?:secret[_-]?(?:access[_-]?)?key|aws[_-]?secret)["'\]\s]{0,8}[:=,>]{0,2}["'\s]{0,8}(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
    unless: isHex,
  },
  // Beside its id, as in the credentials.csv of the console.
  {
    kind: 'aws-secret-access-key',
    pattern: /(?:AKIA|ASIA)[A-Z0-9]{16}["'\s,;:|]{1,8}(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/g,
    unless: isHex,
  },
  {
    kind: 'aws-session-token',
    pattern: /(?:session|security)[_-]?token["'\s]{0,8}[:=]["'\s]{0,8}(?<secret>[A-Za-z0-9/+=]{100,})/gi,
  },
  // Since 2026 installation tokens are longer and hold dots, dashes and underscores ("ghs_" + a JWT); GitHub has asked
  // to expect that of all of them.
  { kind: 'github-token', pattern: /gh[pousr]_[A-Za-z0-9._-]{35,}[A-Za-z0-9_-]/g },
  { kind: 'github-token', pattern: /github_pat_[A-Za-z0-9_]{36,}/g },
  // JWS and JWE in compact form (RFC 7515, 7516): `{"` in base64url is `eyJ`.
  { kind: 'jwt', pattern: new RegExp(`${START}(?<!_)eyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*){2,4}`, 'g') },
  // Tokens of others, by the prefixes that GitHub's list of secret scanning patterns and their own pages name: Slack, npm,
  // Google, Stripe, GitLab, PyPI (a macaroon in base64: `AgE`).
  {
    kind: 'token',
    pattern: new RegExp(
      `${START}(?:xox[a-z]-[A-Za-z0-9-]{10,}|npm_[A-Za-z0-9]{36,}|AIza[A-Za-z0-9_-]{35}|[rs]k_(?:live|test)_[A-Za-z0-9]{10,}|glpat-[A-Za-z0-9_.-]{20,}|pypi-AgE[A-Za-z0-9_-]{16,})`,
      'g',
    ),
  },
  // RFC 7235 and 6750.
  {
    kind: 'token',
    pattern:
      /authorization\\?["']?[ \t]{0,3}[:=][ \t]{0,3}\\?["']?(?:bearer|basic|token)[ \t]{1,3}(?<secret>[^\s"',;\\]+)/gi,
    unless: isReference,
  },
  {
    kind: 'token',
    pattern: /token\\?["']?[ \t]{0,3}[:=][ \t]{0,3}\\?["']?(?<secret>[A-Za-z0-9._~+/=-]{8,})/gi,
    unless: isNoToken,
  },
  // Of a URL with a user (RFC 3986, 3.2.1). People don't encode an @ in it: up to the last one.
  { kind: 'password', pattern: /:\/\/[^\s/:@"'<>]*:(?<secret>[^\s/"'<>]+)@/g, unless: isReference },
  // Of ADO.NET, ODBC, libpq, Azure Storage and Service Bus, and of variables of that name. References are no secrets.
  {
    kind: 'password',
    pattern:
      /(?:password|passwd|pwd|accountkey|sharedaccesskey|client[_-]?secret)["']?\s{0,3}=\s{0,3}(?:"(?<double>[^"\n]+)|'(?<single>[^'\n]+)|(?<secret>[^\s;"'&]+))/gi,
    unless: isReference,
  },
  // As YAML, JSON (also inside a string of JSON) and people write it; on one line, since what follows is another key.
  {
    kind: 'password',
    pattern:
      /(?<!\$\{?)(?:password|passwd|pwd|accountkey|sharedaccesskey|client[_-]?secret)\\?["']?[ \t]{0,3}:[ \t]{0,3}\\?(?:"(?<double>[^"\\\n]+)|'(?<single>[^'\\\n]+)|(?<secret>[^\s;"'&,\\]+))/gi,
    unless: isReference,
  },
  {
    kind: 'ip-address',
    pattern: /(?:(?<![\w.])|(?<=\\[nrt]))(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?!\.?\w|-[A-Za-z])/g,
    unless: isNoIPv4,
  },
];

/**
 * Where the secrets of a text are: ascending, not overlapping.
 *
 * @throws {PhaseMirrorError} kind `user`: the text is longer than {@link MAX_REDACTABLE}
 */
export function findSecrets(text: string): SecretSpan[] {
  if (text.length > MAX_REDACTABLE) {
    throw new PhaseMirrorError('user', {
      thing: 'a text that was to be redacted',
      reason: `is longer than ${MAX_REDACTABLE} characters`,
      next: 'Shorten it first',
    });
  }
  return merged([
    ...privateKeys(text),
    ...PATTERNS.flatMap((pattern) => matches(text, pattern)),
    ...emails(text),
    ...ipv6(text),
  ]);
}

export interface RedactedText {
  /** With `[redacted:<kind>]` in place of each secret. Redacting it again changes nothing. */
  readonly text: string;
  /** How many of each kind, in the order of SECRET_KINDS; kinds that were not found are absent. */
  readonly found: Readonly<Partial<Record<SecretKind, number>>>;
}

/** @throws {PhaseMirrorError} as {@link findSecrets} */
export function redactText(text: string): RedactedText {
  const spans = findSecrets(text);
  const parts: string[] = [];
  let position = 0;
  for (const { kind, start, end } of spans) {
    parts.push(text.slice(position, start), `[redacted:${kind}]`);
    position = end;
  }
  parts.push(text.slice(position));
  const counts = SECRET_KINDS.map((kind): [SecretKind, number] => [
    kind,
    spans.filter((span) => span.kind === kind).length,
  ]);
  return { text: parts.join(''), found: Object.fromEntries(counts.filter(([, count]) => count > 0)) };
}

function matches(text: string, { kind, pattern, unless }: Pattern): SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (const match of text.matchAll(pattern)) {
    const [whole] = match;
    const groups = match.groups ?? {};
    const secret = groups['secret'] ?? groups['double'] ?? groups['single'] ?? whole;
    const start = match.index + whole.lastIndexOf(secret);
    const end = start + secret.length;
    const before = text.slice(Math.max(0, start - CONTEXT), start);
    if (secret.startsWith('[redacted:')) continue;
    if (unless?.(secret, before) === true) continue;
    spans.push({ kind, start, end });
  }
  return spans;
}

/** What is looked at before a match. */
const CONTEXT = 16;

function isHex(match: string): boolean {
  return /^[0-9a-f]+$/i.test(match);
}

/**
 * 1.2.3.4 is an address, unless it is no address (a part over 255), says nothing about anybody (loopback, unspecified,
 * masks), or is written as a version: `v1.2.3.4`, `== 1.2.3.4`, `>= 1.2.3.4`, `~1.2.3.4`, `version 1.2.3.4`.
 */
function isNoIPv4(match: string, before: string): boolean {
  const parts = match.split('.').map(Number);
  if (parts.some((part) => part > 255) || match === '0.0.0.0' || parts[0] === 127 || parts[0] === 255) return true;
  return /(?:[~^]|[=<>!~]=\s?|(?:version|section|rfc [0-9]{1,5})["']?\s?[:=]?\s?["']?)$/i.test(before);
}

/**
 * After `token:` stands a level of access (`id-token: write`), a name (`token: github.token`, `token: my-app-token`), a
 * version or a commit more often than a token. Those are letters, one version, or a digest.
 */
function isNoToken(match: string): boolean {
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(match) || /^v?[0-9]+\.[0-9]+\.[0-9]+$/.test(match)) return true;
  return (
    /^[a-z_.-]+$/.test(match) ||
    /^[A-Z_.-]+$/.test(match) ||
    /^(?:secrets|github|env|inputs|vars|steps|needs)\./.test(match)
  );
}

/** `${NAME}`, `$(command)`, `$NAME`, `%NAME%`, `{{ value }}`, `<your password>`, `***`, `>-` (YAML: it follows): names a secret and is none. */
function isReference(match: string): boolean {
  return /^(?:\$[{(]|\$[A-Z_][A-Z0-9_]*$|%[A-Z_][A-Z0-9_]*%$|\{\{|<[^>]*>?$|\*+$|[>|][-+]?$)/.test(match);
}

/**
 * IPv6 addresses (RFC 4291, 2.2), also after a name and a colon. Times, MAC addresses and names with `::` are none;
 * `::` and `::1` say nothing about anybody.
 */
function ipv6(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  // Whole runs, so that none is read twice.
  for (const { 0: run, index } of text.matchAll(/[\w:.]+/g)) {
    if (run.indexOf(':') === run.lastIndexOf(':')) continue;
    const label = /^[A-Za-z_]\w*:(?=[0-9A-Fa-f:])/.exec(run)?.[0] ?? '';
    for (const skipped of [0, label.length]) {
      const address = run.slice(skipped, skipped + 48).replace(/(?<!:):$|\.+$/, '');
      if (skipped + 48 < run.length || address === '::1' || !/[0-9]/.test(address) || !isIPv6(address)) continue;
      spans.push({ kind: 'ip-address', start: index + skipped, end: index + skipped + address.length });
      break;
    }
  }
  return spans;
}

/**
 * Private keys in PEM (RFC 7468), OpenSSH and OpenPGP armour: from BEGIN to its END, or to the end of the text where it
 * was cut off. Certificates and public keys are public.
 */
function privateKeys(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
  const close = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    close.lastIndex = begin.lastIndex;
    const end = close.exec(text) === null ? text.length : close.lastIndex;
    spans.push({ kind: 'private-key', start: match.index, end });
    begin.lastIndex = end;
  }
  return spans;
}

/** Characters of a local part (RFC 5322 atext, without those that end a URL or a shell word), and letters of any script. */
const LOCAL = /[\p{L}\p{N}._%+~'-]/u;
/** Longest address there is (RFC 5321, 4.5.3.1). */
const MAX_EMAIL = 254;

/**
 * E-mail addresses: from each @ to both sides, so that a long word is not read again for each of its letters. The
 * domain has to end in letters: `checkout@v4.2.2` and `pkg@1.2.3-rc.1` are versions. `git@` is no person.
 */
function emails(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  const domain =
    /@(?![0-9]+\.[0-9]+\.[0-9])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.){1,8}\p{L}{2,63}(?![\p{L}\p{N}])/uy;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    domain.lastIndex = at;
    const found = domain.exec(text);
    if (found === null) continue;
    let start = at;
    while (start > 0 && at - start < MAX_EMAIL && LOCAL.test(text[start - 1] as string)) start -= 1;
    if (start === at || text.slice(start, at) === 'git') continue;
    spans.push({ kind: 'email', start, end: at + found[0].length });
  }
  return spans;
}

function merged(spans: SecretSpan[]): SecretSpan[] {
  spans.sort((one, other) => one.start - other.start || other.end - one.end);
  const result: SecretSpan[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last === undefined || span.start >= last.end) {
      result.push(span);
      continue;
    }
    const kind = SECRET_KINDS.indexOf(span.kind) < SECRET_KINDS.indexOf(last.kind) ? span.kind : last.kind;
    result[result.length - 1] = { kind, start: last.start, end: Math.max(last.end, span.end) };
  }
  return result;
}
