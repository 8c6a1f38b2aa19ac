/** The files of a run: the JSON report, and SARIF where somebody asked for it. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderJson } from '../report/json.js';
import { renderSarif } from '../report/sarif.js';
import type { Report } from '../report/types.js';
import type { Environment } from './context.js';
import { newFolder, writeFileInside } from './files.js';
import type { EvaluateInputs } from './inputs.js';

/** Absolute paths of what was written, '' for what was not. A dry run writes no file. */
export async function writeFiles(
  report: Report,
  inputs: EvaluateInputs,
  { environment }: { readonly environment: Environment },
): Promise<{ report: string; sarif: string }> {
  if (inputs.dryRun) return { report: '', sarif: '' };
  const temporary = environment['RUNNER_TEMP'] || tmpdir();
  const roots = [environment['GITHUB_WORKSPACE'] || '.', temporary];
  // Outside the checkout unless somebody asks: a gate must not make the tree dirty for the steps after it.
  const reportPath = inputs.report ?? join(await newFolder(temporary), 'report.json');
  await writeFileInside(reportPath, roots, renderJson(report));
  if (inputs.sarif !== undefined) await writeFileInside(inputs.sarif, roots, renderSarif(report));
  return { report: reportPath, sarif: inputs.sarif ?? '' };
}
