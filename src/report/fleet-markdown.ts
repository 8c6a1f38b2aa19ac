/** `fleet report --format markdown`: tables for an issue or a page. */
import { markdownCode, markdownProse, markdownText } from './escape.js';
import type { FleetReport } from './fleet-types.js';
import {
  blockWords,
  consentWords,
  exceptionWords,
  findingWords,
  fleetHeading,
  gateWords,
  levelWords,
  rateWords,
  recordedRules,
  sharedGaps,
  unusualRules,
} from './fleet-words.js';

export function renderFleetMarkdown(report: FleetReport): string {
  const { repositories, notes, complete } = report;
  const lines = ['## Fleet report', '', `${markdownProse(fleetHeading(report))}.`];
  if (!complete) lines.push('', '**Incomplete**: see the notes.');
  const table = (title: string, head: readonly string[], rows: readonly (readonly string[])[]): void => {
    if (rows.length === 0) return;
    if (title !== '') lines.push('', `### ${title}`);
    const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
    lines.push('', row(head), row(head.map(() => '---')), ...rows.map(row));
  };
  table(
    '',
    ['Repository', 'Gate', 'Findings', 'Consent', 'Recorded', 'Last', 'Blocked in 90 days'],
    repositories.map((one) => [
      markdownText(one.name),
      markdownText(gateWords(one.coverage)),
      markdownText(findingWords(one)),
      markdownText(consentWords(one)),
      one.identity === '' ? 'not asked' : markdownText(rateWords(one.coverage.rate)),
      one.coverage.lastSeen.slice(0, 10),
      one.identity === '' ? 'not asked' : markdownText(blockWords(one)),
    ]),
  );
  table(
    'Levels that differ from the built-in ones',
    ['Rule', 'Built in', 'Level'],
    unusualRules(report).map((rule) => [markdownText(rule.ruleId), rule.builtIn, markdownText(levelWords(rule), 2000)]),
  );
  table(
    'Recorded in 90 days, over all that may be counted (reviewed only)',
    ['Rule', 'Record'],
    recordedRules(report).map(({ ruleId, rate }) => [markdownText(ruleId), markdownText(rateWords(rate))]),
  );
  table(
    'Exceptions that end within 30 days',
    ['Repository', 'What', 'Where'],
    repositories.flatMap(({ name, expiring }) =>
      expiring.map((one) => [
        markdownText(name),
        markdownText(exceptionWords(one)),
        markdownText(`${one.path}:${one.line}`),
      ]),
    ),
  );
  table(
    'Not evaluated',
    ['Rules', 'Repositories', 'Why'],
    sharedGaps(report).map(({ reason, rules, repositories: names }) => [
      markdownText(rules.join(', ')),
      markdownText(names.join(', '), 1000),
      markdownText(reason),
    ]),
  );
  const problems = repositories.filter(({ problem }) => problem !== '');
  const sentences = [
    ...problems.map(({ name, problem }) => `${markdownCode(name)}: ${markdownProse(problem)}`),
    ...notes.map((note) => markdownProse(note)),
  ];
  if (sentences.length > 0) lines.push('', '### Notes', '', ...sentences.map((sentence) => `- ${sentence}`));
  return `${lines.join('\n')}\n`;
}
