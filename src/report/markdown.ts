/** `--format markdown`: the job summary, followed by the evidence of each new finding. */
import { linesOf, markdownCode, markdownProse, markdownText } from './escape.js';
import { orderReport } from './order.js';
import { renderSummary, SUMMARY_BYTES, type SummaryOptions } from './summary.js';
import type { Report, ReportFinding } from './types.js';
import { placeOf, shortId } from './words.js';

/** Markdown with a final newline. Evidence that would take it over `maxBytes` is left out; the table comes first. */
export function renderMarkdown(report: Report, options: SummaryOptions = {}): string {
  const maxBytes = options.maxBytes ?? SUMMARY_BYTES;
  let text = renderSummary(report, options);
  for (const finding of orderReport(report).findings.filter(({ status }) => status === 'new')) {
    const section = evidenceOf(finding);
    if (Buffer.byteLength(text) + Buffer.byteLength(section) > maxBytes) break;
    text += section;
  }
  return text;
}

function evidenceOf(finding: ReportFinding): string {
  const items = finding.evidence.map((one) => {
    const { excerpt, label } = one;
    const place = markdownCode(placeOf(one));
    const words = [place, markdownText(label), excerpt === '' ? '' : markdownCode(excerpt)];
    return `- ${words.filter((word) => word !== '').join(' ')}`;
  });
  const fix = linesOf(finding.fix)
    .map((line) => markdownProse(line))
    .join('<br>');
  return [
    '',
    `### ${markdownText(finding.ruleId)} ${markdownProse(finding.title)}`,
    '',
    markdownProse(finding.what),
    '',
    ...items,
    '',
    `Why: ${markdownProse(finding.why)}`,
    '',
    `Fix: ${fix}`,
    '',
    `Finding ${markdownCode(shortId(finding))}, ${finding.severity}.`,
    '',
  ].join('\n');
}
