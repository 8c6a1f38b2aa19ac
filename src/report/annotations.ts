/**
 * What GitHub shows beside the changed lines. Only what the change is answerable for: new findings, evidence the change
 * took away, and our own failures; never older problems.
 *
 * GitHub keeps 10 annotations of each kind per step and 4,096 characters of each (docs.github.com, "Workflow commands";
 * actions/toolkit docs/problem-matchers.md, "Limitations"), so the worst come first and the rest is one line.
 */
import { clip, inlineText, linesOf, workflowData, workflowProperty } from './escape.js';
import { isBlocking, orderReport } from './order.js';
import type { Report, ReportFinding } from './types.js';
import { plural, sentence } from './words.js';

export const ANNOTATIONS_PER_KIND = 10;
const MESSAGE_LIMIT = 4096;
/** The checks API cuts titles at 255 characters. */
const TITLE_LIMIT = 255;

export interface Annotation {
  readonly kind: 'error' | 'warning' | 'notice';
  /** One line. */
  readonly title: string;
  /** Lines parted by `\n`; at most 4,096 code units. */
  readonly message: string;
  /** Absent where no file is to blame, or where its name holds characters that a log must not see. */
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
}

/**
 * The annotations of a report, worst first within each kind, errors before warnings before notices; at most ten of each,
 * the tenth being "N more in the summary" when there are more.
 */
export function annotationsOf(report: Report): Annotation[] {
  const ordered = orderReport(report);
  const all: Annotation[] = [
    ...ordered.toolErrors.map(({ ruleId, side, message }) =>
      // On the base alone a failure costs the comparison, not the decision.
      annotation(side === 'base' ? 'warning' : 'error', `${ruleId} could not be checked: Phase Mirror failed`, [
        inlineText(message),
        side === 'base'
          ? 'Why: it failed on the base, so nothing of this rule can be called older.'
          : 'Why: this is a mistake of Phase Mirror, not a finding about your change.',
        'Fix: report it with this message. `fail-on: never` unblocks merges until then.',
      ]),
    ),
    ...ordered.lost.map(({ ruleId, what, path, line }) =>
      annotation(
        'error',
        `${ruleId} can no longer be proven`,
        [
          sentence(inlineText(what)),
          'Why: the base proved this and the change hides it, so nobody can tell whether it still holds.',
          `Fix: make it readable again. \`phase-mirror explain ${ruleId}\` says what the rule needs.`,
        ],
        path === undefined ? undefined : { path, line: line ?? 1, endLine: line ?? 1 },
      ),
    ),
    ...ordered.findings.filter(({ status }) => status === 'new').map((finding) => findingAnnotation(finding, ordered)),
  ];
  return (['error', 'warning', 'notice'] as const).flatMap((kind) =>
    folded(
      kind,
      all.filter((one) => one.kind === kind),
    ),
  );
}

/** Workflow commands as `@actions/core` writes them, one a line, with a final newline; '' for none. */
export function renderWorkflowCommands(annotations: readonly Annotation[]): string {
  return annotations.map((one) => `${workflowCommand(one)}\n`).join('');
}

function workflowCommand({ kind, title, message, file, line, endLine }: Annotation): string {
  const properties = [
    ['title', title],
    ['file', file ?? ''],
    ['line', line === undefined ? '' : String(line)],
    ['endLine', endLine === undefined ? '' : String(endLine)],
  ].flatMap(([name, value = '']) => (value === '' ? [] : [`${name}=${workflowProperty(value)}`]));
  return `::${kind} ${properties.join(',')}::${workflowData(message)}`;
}

function findingAnnotation(finding: ReportFinding, report: Report): Annotation {
  const kind = isBlocking(finding, report) ? 'error' : finding.severity === 'low' ? 'notice' : 'warning';
  const [fix = '', ...moreFix] = linesOf(finding.fix);
  const place = finding.evidence.find(({ path }) => path !== '');
  return annotation(
    kind,
    `${finding.ruleId} ${finding.title}`,
    [sentence(inlineText(finding.what)), `Why: ${sentence(inlineText(finding.why))}`, `Fix: ${fix}`, ...moreFix],
    place === undefined ? undefined : { path: place.path, line: place.startLine, endLine: place.endLine },
  );
}

/** One annotation of our own words; where the name of the file cannot be told to a log, it is told in the message. */
export function annotation(
  kind: Annotation['kind'],
  title: string,
  lines: readonly string[],
  place?: { readonly path: string; readonly line: number; readonly endLine: number },
): Annotation {
  const named = place === undefined ? '' : inlineText(place.path, Number.POSITIVE_INFINITY);
  // A name that would have to be escaped is not the file's name any more: say it in words instead.
  const inWords = place !== undefined && named !== place.path ? [`In: ${clip(named, 500)}:${place.line}`] : [];
  const located = place !== undefined && inWords.length === 0;
  return {
    kind,
    title: inlineText(title, TITLE_LIMIT),
    message: clip([...lines.filter((line) => line !== ''), ...inWords].join('\n'), MESSAGE_LIMIT),
    ...(located ? { file: place.path, line: Math.max(place.line, 1) } : {}),
    ...(located && place.endLine > place.line ? { endLine: place.endLine } : {}),
  };
}

/** At most ten, the tenth being "N more in the summary" when there are more. */
export function folded(kind: Annotation['kind'], annotations: readonly Annotation[]): Annotation[] {
  if (annotations.length <= ANNOTATIONS_PER_KIND) return [...annotations];
  const shown = annotations.slice(0, ANNOTATIONS_PER_KIND - 1);
  const more = annotations.length - shown.length;
  const title = `${more} more in the summary`;
  return [
    ...shown,
    { kind, title, message: `GitHub shows ten of a kind: ${plural(more, 'more problem')} in the job summary.` },
  ];
}
