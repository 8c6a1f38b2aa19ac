/**
 * The baseline's runtime schema, and the source of schema/baseline.v1.json: it uses only what `@valibot/to-json-schema`
 * can express. A type-level test holds it and types.ts together.
 */
import * as v from 'valibot';
import { MAX_FACT_TEXT } from './facts/sort.js';
import { API_PARTS, FACT_KINDS } from './types.js';

/** More governed files, or facts, than a repository has that people govern. */
export const MAX_FILES = 200_000;
export const MAX_FACTS = 500_000;
const MAX_PATTERNS = 2000;
const MAX_PATH = 4096;

const oid = v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/));
const path = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_PATH));
const words = v.pipe(v.string(), v.maxLength(MAX_FACT_TEXT));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const patterns = v.pipe(v.array(words), v.maxLength(MAX_PATTERNS));

export const baselineSchema = v.pipe(
  v.strictObject({
    schemaVersion: v.pipe(v.literal('1'), v.description('Version of this format, and of what its facts mean.')),
    header: v.strictObject({
      type: v.literal('baseline'),
      repositoryId: v.pipe(count, v.description("GitHub's numeric id of the repository; 0: not known.")),
      repository: v.pipe(v.string(), v.maxLength(200), v.description('owner/name, for people.')),
      branch: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
      commit: v.pipe(oid, v.description('The commit that was accepted.')),
      tree: v.pipe(oid, v.description('Its root tree.')),
      acceptedAt: v.pipe(v.string(), v.isoTimestamp()),
      acceptedBy: v.strictObject({
        name: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
        kind: v.picklist(['github', 'local', 'aws']),
      }),
      reason: v.pipe(v.string(), v.minLength(1), v.maxLength(2000)),
      runUrl: v.pipe(v.string(), v.maxLength(500)),
      tool: v.pipe(v.string(), v.maxLength(100)),
      api: v.pipe(
        v.array(v.picklist(API_PARTS)),
        v.maxLength(API_PARTS.length),
        v.description('Which answers of GitHub the facts hold.'),
      ),
      patterns: v.pipe(
        v.strictObject({ include: patterns, exclude: patterns }),
        v.description('Paths and globs that were governed.'),
      ),
    }),
    files: v.pipe(
      v.array(
        v.strictObject({
          path,
          mode: v.picklist(['100644', '100755', '120000', '160000']),
          digest: v.pipe(oid, v.description("git's object id of the content.")),
        }),
      ),
      v.maxLength(MAX_FILES),
      v.description('The governed files, sorted by path.'),
    ),
    facts: v.pipe(
      v.array(
        v.strictObject({
          kind: v.picklist(FACT_KINDS),
          key: v.pipe(v.array(words), v.minLength(1), v.maxLength(4)),
          value: words,
          path: v.pipe(v.string(), v.maxLength(MAX_PATH)),
          line: count,
          note: v.exactOptional(v.pipe(v.string(), v.maxLength(100))),
        }),
      ),
      v.maxLength(MAX_FACTS),
      v.description('What they say about governance, sorted. `path`, `line` and `note` are for people.'),
    ),
  }),
  v.title('Accepted state of a repository, version 1'),
);
