/** `phase-mirror explain`: a rule's page, or one finding of a repository with all its evidence. */
import { PhaseMirrorError } from '../errors.js';
import { evaluate, loadRules } from '../oracle.js';
import { inlineText, terminalText } from '../report/escape.js';
import type { Report, ReportFinding } from '../report/types.js';
import type { ExplainCommand } from './args-evaluate.js';
import { requestOf } from './evaluate.js';
import type { Io } from './io.js';

/** What a finding id looks like on the command line: a prefix of at least 8 of its 32 hex digits. */
const FINDING_PREFIX = /^[0-9a-f]{8,32}$/;

/**
 * @throws PhaseMirrorError `user`, exit 64, for a word that is neither; exit 2 when no finding has that id
 */
export async function runExplain(command: ExplainCommand, io: Io): Promise<number> {
  const word = command.target;
  const rules = await loadRules();
  const rule = rules.find(({ id, name }) => id.toLowerCase() === word.toLowerCase() || name === word.toLowerCase());
  if (rule !== undefined) {
    const { RULE_PAGES } = await import('./rule-pages.js');
    io.stdout(
      `${(RULE_PAGES[rule.id] ?? `# ${rule.id === rule.name ? rule.id : `${rule.id} ${rule.name}`}\n\n${rule.summary}.`).trimEnd()}\n`,
    );
    return 0;
  }
  const prefix = word.toLowerCase();
  if (!FINDING_PREFIX.test(prefix)) {
    throw new PhaseMirrorError('user', {
      thing: `"${word}"`,
      reason: 'is neither a rule nor a finding id (8 to 32 hex digits)',
      next: `Name a finding of the report, or one of: ${rules.map(({ id }) => id).join(', ')}`,
      exitCode: 64,
    });
  }
  const report = await evaluate(await requestOf({ ...command, strict: false, timings: false, rules: [] }, io));
  io.stdout(findingText(findIn(report, prefix, command), report));
  return 0;
}

function findIn(report: Report, prefix: string, { path, base }: ExplainCommand): ReportFinding {
  const found = report.findings.filter(({ findingId }) => findingId.startsWith(prefix));
  const ids = new Set(found.map(({ findingId }) => findingId));
  if (ids.size > 1) {
    throw new PhaseMirrorError('user', {
      thing: `the finding ${prefix}`,
      reason: `could be any of ${[...ids].join(', ')}`,
      next: 'Give more digits',
    });
  }
  const [finding] = found;
  if (finding !== undefined) return finding;
  throw new PhaseMirrorError('user', {
    thing: `the finding ${prefix}`,
    reason: `is not among the ${report.findings.length} of ${inlineText(path)}`,
    next:
      base === undefined
        ? 'Check out the commit that was evaluated; a requirement that only GitHub knows of shows in the job summary'
        : 'Check out the commit that was evaluated, and use the same --base',
  });
}

function findingText(finding: ReportFinding, report: Report): string {
  const line = (text: string): string => terminalText(text, 2000);
  const evidence = finding.evidence.map(({ path, startLine, excerpt, label }) => {
    const where = path === '' ? 'GitHub' : `${terminalText(path)}:${startLine}`;
    return `  ${where}  ${terminalText(label)}\n    ${terminalText(excerpt)}`;
  });
  const rule = report.rules.find(({ id }) => id === finding.ruleId);
  return `${[
    `${finding.ruleId} ${finding.ruleName}, ${finding.severity}, ${finding.status}, level ${finding.level} (${line(rule?.levelOrigin ?? '')})`,
    line(finding.title),
    '',
    `what  ${line(finding.what)}`,
    `why   ${line(finding.why)}`,
    `fix   ${line(finding.fix)}`,
    ...(finding.suppression === null
      ? []
      : [`suppressed until ${finding.suppression.until}: ${line(finding.suppression.reason)}`]),
    '',
    'evidence',
    ...evidence,
    '',
    `finding      ${finding.findingId}`,
    `fingerprint  ${finding.fingerprint}`,
    '',
    'Is it wrong? Suppress it with a reason and an end, merged through review; the rule’s record counts it:',
    '  # .phase-mirror.yml',
    '  suppressions:',
    `    - rule: ${finding.ruleId}`,
    `      finding: ${finding.findingId.slice(0, 8)}`,
    '      reason: "why this is not a problem here"',
    '      verdict: false-positive',
    `      until: "${laterDay(report.run.startedAt)}"`,
    `The rule itself: phase-mirror explain ${finding.ruleId}`,
  ].join('\n')}\n`;
}

/** 90 days on: an end people can live with; the limit is 180. */
function laterDay(startedAt: string): string {
  return new Date(Date.parse(startedAt) + 90 * 86_400_000).toISOString().slice(0, 10);
}
