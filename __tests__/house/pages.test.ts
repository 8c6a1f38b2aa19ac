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

describe('the threat model', () => {
  const text = read('docs/threat-model.md');

  it('names tests that exist', () => {
    const named = [...text.matchAll(/`(__tests__\/[^`]+)`/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('quotes words that stand in a test', () => {
    const quoted = [
      ...text.replace(/\s+/g, ' ').matchAll(/`(__tests__\/[^`]+)`(?: \(|: )((?:"[^"]+"(?:, (?:and )?)?)+)/g),
    ];
    const wrong = quoted.flatMap(([, path = '', list = '']) =>
      [...list.matchAll(/"([^"]+)"/g)].map(([, words = '']) => words).filter((words) => !read(path).includes(words)),
    );
    expect(quoted.length).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });
});
