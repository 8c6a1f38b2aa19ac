/** `phase-mirror evaluate`. */
import { resolve } from 'node:path';
import { type EvaluateRequest, evaluate } from '../oracle.js';
import { exitCode } from '../policy/exit-code.js';
import type { Report } from '../report/types.js';
import { parseThrowing } from '../rules/run.js';
import type { EvaluateCommand, Format } from './args-evaluate.js';
import { type Io, useColor, widthOf } from './io.js';
import { rulesNamed } from './rule-names.js';
import { writeWhole } from './write-whole.js';

/** Run it; the exit status comes back. */
export async function runEvaluate(command: EvaluateCommand, io: Io): Promise<number> {
  const progress = new Progress(io);
  let report: Report;
  try {
    report = await evaluate({ ...(await requestOf(command, io)), onPhase: (phase) => progress.enter(phase) });
  } finally {
    progress.stop();
  }
  const { code, notes } = exitCode(report, {
    failOn: 'block',
    requireComplete: false,
    today: report.run.startedAt.slice(0, 10),
  });
  const text = await render(report, command.format, notes, io);
  if (command.output === undefined) io.stdout(text);
  else if (command.dryRun) io.stderr(`--dry-run: ${command.output} was not written\n`);
  else await writeWhole('--output', resolve(io.cwd, command.output), text);
  if (command.timings) io.stderr(timingsText(report));
  return code;
}

/** The request of a terminal run. `GITHUB_TOKEN` is used only together with `--repository`. */
export async function requestOf(
  command: Pick<EvaluateCommand, 'path' | 'strict' | 'timings' | 'base' | 'config' | 'repository' | 'rules'>,
  io: Io,
): Promise<EvaluateRequest> {
  const token = command.repository === undefined ? undefined : io.environment['GITHUB_TOKEN'] || undefined;
  // Makes a rule of the built program fail, so that tests can see that a failed tool is never a finding.
  const throwing = parseThrowing(io.environment['PHASE_MIRROR_TEST_THROW']);
  return {
    folder: resolve(io.cwd, command.path),
    event: { kind: 'terminal', ...(command.base === undefined ? {} : { base: command.base }) },
    environment: io.environment,
    clock: io.clock,
    strict: command.strict,
    apiExpected: token !== undefined,
    eventName: 'terminal',
    timings: command.timings,
    ...(command.config === undefined ? {} : { configPath: resolve(io.cwd, command.config) }),
    ...(command.rules.length === 0 ? {} : { onlyRules: await rulesNamed(command.rules) }),
    ...(command.repository === undefined ? {} : { repository: command.repository }),
    ...(token === undefined ? {} : { token }),
    ...(io.environment['GITHUB_API_URL'] ? { apiUrl: io.environment['GITHUB_API_URL'] } : {}),
    ...(throwing === undefined ? {} : { throwing }),
  };
}

/** Only the renderer that is asked for is loaded: starting up is most of the time of a small run. */
async function render(report: Report, format: Format, notes: readonly string[], io: Io): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../report/json.js')).renderJson(report);
    case 'sarif':
      return (await import('../report/sarif.js')).renderSarif(report);
    case 'github': {
      const { annotationsOf, renderWorkflowCommands } = await import('../report/annotations.js');
      return renderWorkflowCommands(annotationsOf(report));
    }
    case 'markdown':
      return (await import('../report/markdown.js')).renderMarkdown(report, { notes: [...notes] });
    case 'text': {
      const { renderTerminal } = await import('../report/terminal.js');
      return renderTerminal(report, { width: widthOf(io), color: useColor(io), notes: [...notes] });
    }
  }
}

function timingsText(report: Report): string {
  const rows = Object.entries(report.run.timings).map(
    ([phase, ms]) => `  ${phase.padEnd(10)} ${ms.toFixed(0).padStart(6)} ms`,
  );
  return `${rows.join('\n')}\n  ${'total'.padEnd(10)} ${report.run.durationMs.toFixed(0).padStart(6)} ms\n`;
}

/** Says what it is doing when it takes more than a second, on a terminal only. */
class Progress {
  private phase = '';
  private readonly timer: NodeJS.Timeout | null;
  private shown = false;

  constructor(private readonly io: Io) {
    this.timer = io.stderrIsTerminal ? setInterval(() => this.show(), 1000) : null;
    this.timer?.unref();
  }

  enter(phase: string): void {
    this.phase = phase;
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    if (this.shown) this.io.stderr('\r\u001b[K');
  }

  private show(): void {
    this.shown = true;
    this.io.stderr(`\r\u001b[Kphase-mirror: ${this.phase} …`);
  }
}
