/**
 * Every renderer on every case of __tests__/fixtures/report. A new case is a new folder with a report.json (and an
 * options.json where it needs one); `UPDATE=1` writes what is expected, for a person to read before it is committed.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { annotationsOf, renderWorkflowCommands } from '../../src/report/annotations.js';
import { renderJson } from '../../src/report/json.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { renderSarif } from '../../src/report/sarif.js';
import { renderSummary } from '../../src/report/summary.js';
import { renderTerminal } from '../../src/report/terminal.js';
import type { Report } from '../../src/report/types.js';
import { CASES, type CaseOptions, caseNames, loadCase } from './load.js';

const SURFACES: Record<string, (report: Report, options: CaseOptions) => string> = {
  'terminal.txt': (report, { width = 100, color = false, notes = [] }) =>
    renderTerminal(report, { width, color, notes }),
  'summary.md': (report, options) => renderSummary(report, options),
  'markdown.md': (report, options) => renderMarkdown(report, options),
  'annotations.txt': (report) => renderWorkflowCommands(annotationsOf(report)),
  'report.sarif': (report) => renderSarif(report),
  'rendered.json': (report) => renderJson(report),
};

describe.each(caseNames())('%s', (name) => {
  const { report, options } = loadCase(name);
  const surfaces = options.surfaces ?? Object.keys(SURFACES);

  it.each(surfaces)('%s', (file) => {
    const path = join(CASES, name, file);
    const text = SURFACES[file]?.(report, options) ?? '';
    if (process.env['UPDATE'] === '1') writeFileSync(path, text);
    expect(existsSync(path) ? readFileSync(path, 'utf8') : `missing: run with UPDATE=1 to write ${file}`).toBe(text);
  });

  it.each(surfaces)('%s does not depend on the order in which findings and rules came', (file) => {
    const shuffled = {
      ...report,
      findings: [...report.findings].reverse(),
      rules: [...report.rules].reverse(),
      lost: [...report.lost].reverse(),
      toolErrors: [...report.toolErrors].reverse(),
    };
    expect(SURFACES[file]?.(shuffled, options)).toBe(SURFACES[file]?.(report, options));
  });
});
