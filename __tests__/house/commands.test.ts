/** Commands that pages tell people to type, read by the program itself: an option that is gone is found here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseCommand } from '../../src/cli/args.js';

const PAGES = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && name !== 'api.md')
    .map((name) => join('docs', name)),
];

/** What stands in capitals for something of the reader's. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  ...{ SEQUENCE: '3', RULE: 'MD-004', 'RULE=warn': 'MD-004=warn', FINDING: '3f9a1c07', VERSION: 'v1', ORG: '1' },
  ...{ ORG_ID: '1', REPO: '7', ID: '5', YOU: '5', BUCKET: 'some-bucket', ENV: 'staging', ENVIRONMENT: 'staging' },
  ...{ N: '1', 'OWNER/NAME': 'octo-org/app', ARN: 'arn:aws:iam::111122223333:role/some', TEXT: 'why' },
};

/** What a script of ours hands on to the program. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  'scripts/verify-backups.sh': ['store', 'verify-backups'],
  'scripts/verify-oidc.sh': ['verify-oidc'],
  'scripts/load-baseline.sh': ['drift', 'show'],
};

/** Commands with arguments: lines of code blocks, and code in a sentence that names an option or a script's argument. */
function commandsOf(markdown: string): string[] {
  const text = markdown.replace(/\\\n\s*/g, '');
  const blocks = [...text.matchAll(/^( *)```(?:sh|console|bash)?\n([\s\S]*?)^\1```$/gm)].flatMap(([, , block = '']) =>
    block.split('\n').map((line) => line.trim().replace(/^\$ /, '')),
  );
  const spans = [...text.replace(/^( *)```[\s\S]*?^\1```$/gm, '').matchAll(/`([^`]+)`/g)]
    .map(([, code = '']) => code.replace(/\s+/g, ' '))
    .filter((code) => code.includes(' --') || /^scripts\/\S+ \S/.test(code));
  return [...blocks, ...spans].filter((line) => /^(?:phase-mirror|scripts\/\S+\.sh)\b/.test(line));
}

/** The words of a command, up to a pipe, a comment or what is left open (`…`, `[…]`). */
function wordsOf(command: string): string[] {
  const words = command.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const end = words.findIndex((word) => /^(?:[|#>&;…]|\[)/.test(word));
  return words
    .slice(0, end < 0 ? words.length : end)
    .map((word) => word.replace(/^["']|["']$|;$/g, ''))
    .map((word) => STANDS_FOR[word] ?? word);
}

/** What is wrong with a command; '' where the program would run it. */
async function wrongWith(command: string): Promise<string> {
  const [program = '', ...args] = wordsOf(command);
  if (program.startsWith('scripts/') && !existsSync(program)) return 'there is no such script';
  if (program === 'scripts/rotate-nonce.sh')
    return /^[a-z]+ \d+(?: --wait)?$/.test(args.join(' ')) ? '' : 'wrong words';
  const handed = program === 'phase-mirror' ? [] : SCRIPTS[program];
  if (handed === undefined || (args.length === 0 && program !== 'phase-mirror')) return '';
  try {
    await parseCommand([...handed, ...args]);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('commands', () => {
  it.each(PAGES.filter((page) => commandsOf(readFileSync(page, 'utf8')).length > 0))(
    'of %s can be typed',
    async (page) => {
      const wrong: string[] = [];
      for (const command of commandsOf(readFileSync(page, 'utf8'))) {
        const why = await wrongWith(command);
        if (why !== '') wrong.push(`${command}: ${why}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  it.each(PAGES)('of npm in %s exist', (page) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly scripts: Record<string, string>;
    };
    const named = [...readFileSync(page, 'utf8').matchAll(/\bnpm run ([a-z0-9:-]+)|`(bench:[a-z0-9-]+)`/g)];
    expect(named.map(([, run, bare]) => run ?? bare ?? '').filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('are read from blocks and sentences', async () => {
    const page = [
      'Run `phase-mirror nonce rotate --environment ENV`, not `phase-mirror nonce`.',
      '```console\n$ phase-mirror drift accept --reason TEXT \\\n    --backend file\nOUTPUT\n```',
      '`scripts/verify-backups.sh staging` `scripts/gone.sh --now`',
    ].join('\n');
    const said = commandsOf(page).map(async (command) => [command, (await wrongWith(command)) === '']);
    expect(await Promise.all(said)).toEqual([
      ['phase-mirror drift accept --reason TEXT --backend file', true],
      ['phase-mirror nonce rotate --environment ENV', true],
      ['scripts/verify-backups.sh staging', false],
      ['scripts/gone.sh --now', false],
    ]);
  });
});
