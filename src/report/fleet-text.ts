/** `fleet report` for a terminal. */
import { terminalText } from './escape.js';
import type { FleetReport, FleetRepository } from './fleet-types.js';
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
import { plural } from './words.js';

/** Repositories that are named for one reason. */
const NAMED = 5;

export function renderFleetText(report: FleetReport): string {
  const lines = [terminalText(`${report.complete ? 'FLEET' : 'FLEET, incomplete'}  ${fleetHeading(report)}`, 1000)];
  for (const repository of report.repositories) lines.push('', ...repositoryLines(repository));
  const section = (title: string, items: readonly string[]): void => {
    if (items.length > 0) lines.push('', title, ...items.map((item) => `  ${terminalText(item, 2000)}`));
  };
  section(
    'Levels that differ from the built-in ones',
    unusualRules(report).map((rule) => `${rule.ruleId}  ${levelWords(rule)} (built in: ${rule.builtIn})`),
  );
  section(
    'Recorded in 90 days, over all that may be counted',
    recordedRules(report).map(({ ruleId, rate }) => `${ruleId}  ${rateWords(rate)}`),
  );
  section(
    'Not evaluated',
    sharedGaps(report).map(({ reason, rules, repositories }) => {
      const more = repositories.length > NAMED ? ` and ${repositories.length - NAMED} more` : '';
      return `${rules.join(', ')} in ${repositories.slice(0, NAMED).join(', ')}${more}: ${reason}`;
    }),
  );
  section('Notes', report.notes);
  return `${lines.join('\n')}\n`;
}

function repositoryLines(repository: FleetRepository): string[] {
  const { name, id, coverage, problem, expiring, levels, blocks } = repository;
  const pins = levels.filter(({ origin }) => origin === 'pin' || origin === 'repository');
  const seen = coverage.lastSeen === '' ? '' : `, last ${coverage.lastSeen.slice(0, 10)}`;
  const rows: (readonly [string, string])[] = [
    ['gate', gateWords(coverage)],
    ['findings', findingWords(repository)],
    ...(repository.identity === ''
      ? []
      : ([
          ['consent', consentWords(repository)],
          ['recorded', `${rateWords(coverage.rate)}${seen}`],
          ['blocked', blocks === null ? 'not counted' : `${blockWords(repository)} in 90 days`],
        ] as const)),
    ...(pins.length === 0
      ? []
      : ([
          ['own levels', pins.map(({ ruleId, level, origin }) => `${ruleId} ${level} (${origin})`).join(', ')],
        ] as const)),
    ...(repository.notEvaluated.length === 0
      ? []
      : ([['in part', `${plural(repository.notEvaluated.length, 'rule')} not evaluated`]] as const)),
    ...expiring.map((one) => ['exception', `${exceptionWords(one)}: ${one.path}:${one.line}`] as const),
    ...(problem === '' ? [] : ([['problem', problem]] as const)),
  ];
  return [
    terminalText(id === null ? name : `${name} (${id})`),
    ...rows.map(([title, text]) => `  ${title.padEnd(10)}  ${terminalText(text, 1000)}`),
  ];
}
