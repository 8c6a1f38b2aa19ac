/** Pages that lead nowhere, and claims of tests that do not exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const PAGES = [
  ...['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

function read(path: string): string {
  return readFileSync(path, 'utf8');
}

/** Without code: what looks like a link in there is none. */
function prose(markdown: string): string {
  return markdown
    .replace(/^( *)```[\s\S]*?^\1```$/gm, '')
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ''));
}

/** As GitHub makes anchors of headings: lower case, spaces to hyphens, punctuation gone. */
function anchorsOf(markdown: string): string[] {
  return [...prose(markdown).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

/** `page → link` for every relative link whose file or heading is not there. */
function brokenLinks(page: string, text = read(page)): string[] {
  return [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : normalize(join(dirname(page), path));
    const found =
      existsSync(target) &&
      (anchor === undefined ||
        !target.endsWith('.md') ||
        anchorsOf(path === '' ? text : read(target)).includes(anchor));
    return found ? [] : [`${page} → ${link}`];
  });
}

describe('links', () => {
  it.each(PAGES)('of %s lead somewhere', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it('that lead nowhere are found', () => {
    const text =
      '# Some `code`: here\n[a](gone.md) [b](../README.md) [c](#nowhere) [d](#some-code-here) `[e](gone.md)`\n';
    expect(brokenLinks('docs/stores.md', text)).toEqual(['docs/stores.md → gone.md', 'docs/stores.md → #nowhere']);
  });
});

/** Pages whose sentences rest on tests: an auditor follows them without running anything. */
const EVIDENCE = [
  'docs/threat-model.md',
  'docs/compliance.md',
  ...readdirSync('docs/audits').map((name) => join('docs/audits', name)),
];

/** Paths in code: `src/stores/` and, with what it stands for written out, `src/{a,b}.ts`. */
function namedPaths(text: string): string[] {
  const named = [...text.matchAll(/`((?:__tests__|src|infra|scripts|\.github|\.semgrep|bench|docs)\/[^`\s]*)`/g)];
  return named.flatMap(([, path = '']) => {
    const [, before = '', list = '', after = ''] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(path) ?? [];
    return list === '' ? [path] : list.split(',').map((one) => `${before}${one}${after}`);
  });
}

/** That a file is there; `*` in its name stands for some, of which there has to be one. */
function isThere(path: string): boolean {
  if (!path.includes('*')) return existsSync(path);
  const [before = '', after = ''] = path.slice(path.lastIndexOf('/') + 1).split('*');
  return readdirSync(dirname(path)).some((name) => name.startsWith(before) && name.endsWith(after));
}

/** Words in quotation marks behind the name of a test, `page: test` → words, where the test does not have them. */
function wrongQuotes(page: string, text: string): { readonly quoted: number; readonly wrong: readonly string[] } {
  const quoted = [
    ...text.replace(/\s+/g, ' ').matchAll(/`(__tests__\/[^`]+)`(?: \(|: )((?:"[^"]+"(?:, (?:and )?)?)+)/g),
  ];
  const wrong = quoted.flatMap(([, path = '', list = '']) =>
    [...list.matchAll(/"([^"]+)"/g)]
      .filter(([, words = '']) => !existsSync(path) || !read(path).includes(words))
      .map(([, words = '']) => `${page}, ${path}: ${words}`),
  );
  return { quoted: quoted.length, wrong };
}

describe.each(EVIDENCE)('%s', (page) => {
  const text = read(page);

  it('names tests and other files that exist', () => {
    const named = namedPaths(text);
    expect(named.filter((path) => path.startsWith('__tests__/')).length).toBeGreaterThan(10);
    expect(named.filter((path) => !isThere(path))).toEqual([]);
  });

  it('quotes words that stand in a test', () => {
    expect(wrongQuotes(page, text).wrong).toEqual([]);
  });
});

describe('evidence', () => {
  it('is quoted where the page argues by cases', () => {
    const argued = EVIDENCE.filter((page) => page !== 'docs/compliance.md');
    for (const page of argued) expect(wrongQuotes(page, read(page)).quoted).toBeGreaterThan(5);
  });

  it('that is not there is found', () => {
    const text =
      '`__tests__/house/gone.test.ts` ("a") `__tests__/house/pages.test.ts`: "never\n said" `src/{main,errors}.ts`';
    expect(namedPaths(text).filter((path) => !isThere(path))).toEqual(['__tests__/house/gone.test.ts', 'src/main.ts']);
    expect(wrongQuotes('page', text).wrong).toEqual([
      'page, __tests__/house/gone.test.ts: a',
      `page, __tests__/house/pages.test.ts: ${['never', 'said'].join(' ')}`,
    ]);
  });
});
