/** `phase-mirror drift check|accept|show`. */
import { resolve } from 'node:path';
import { checkWords, takenText } from '../drift/headings.js';
import { renderDriftMarkdown } from '../drift/render-markdown.js';
import { renderDriftText } from '../drift/render-text.js';
import { driftReport, renderDriftJson } from '../drift/report.js';
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import {
  type AcceptedState,
  type DriftAcceptResult,
  type DriftCheckResult,
  type DriftRequest,
  type DriftShowResult,
  type DriftStore,
  loadDrift,
  type ShownVersion,
} from '../oracle.js';
import { inlineText, markdownProse, terminalText } from '../report/escape.js';
import { VERSION } from '../version.js';
import type { DriftCommand } from './args-drift.js';
import { type Io, useColor, widthOf } from './io.js';
import { SIGNING_KEY_VARIABLE } from './key.js';
import { jsonText, regionOf, repositoryId, storeFileAt } from './memory.js';
import { writeWhole } from './write-whole.js';

/** @returns 0; `check`: 1 when something moved; `show`: 2 when what is there is not to be used */
export async function runDrift(command: DriftCommand, io: Io): Promise<number> {
  const request = await requestOf(command, io);
  const { driftAccept, driftCheck, driftShow } = await loadDrift();
  switch (command.action) {
    case 'check': {
      const result = await driftCheck(request);
      const text = checkText(result, command, io);
      if (command.output === undefined) io.stdout(text);
      else await writeWhole('--output', resolve(io.cwd, command.output), text);
      return result.drift.severity === null ? EXIT_CODES.ok : EXIT_CODES.blocked;
    }
    case 'accept': {
      const { reason, first, anew, restore, dryRun } = command;
      const words = { reason, first, anew, dryRun, ...(restore === undefined ? {} : { restore }) };
      const result = await driftAccept({ ...request, ...words });
      io.stdout(command.format === 'json' ? jsonText(acceptJson(result)) : acceptText(result, command, io));
      return EXIT_CODES.ok;
    }
    case 'show': {
      const result = await driftShow(request);
      io.stdout(command.format === 'json' ? jsonText(result) : showText(result));
      return result.refused === '' ? EXIT_CODES.ok : EXIT_CODES.failed;
    }
  }
}

async function requestOf(command: DriftCommand, io: Io): Promise<DriftRequest> {
  const folder = resolve(io.cwd, command.path);
  const { environment } = io;
  const token = command.repository?.includes('/') ? environment['GITHUB_TOKEN'] || undefined : undefined;
  const signingKey = environment[SIGNING_KEY_VARIABLE] || undefined;
  return {
    folder,
    environment,
    clock: io.clock,
    store: await storeOf(command, folder, io),
    ...(await repositoryOf(command, io)),
    defaultBranch: null,
    run: null,
    ...(command.config === undefined ? {} : { configPath: resolve(io.cwd, command.config) }),
    ...(token === undefined ? {} : { token }),
    ...(environment['GITHUB_API_URL'] ? { apiUrl: environment['GITHUB_API_URL'] } : {}),
    ...(signingKey === undefined ? {} : { signingKey }),
  };
}

async function storeOf({ target }: DriftCommand, folder: string, io: Io): Promise<DriftStore> {
  switch (target.backend) {
    case 'file':
      return { backend: 'file' };
    case 'sqlite': {
      const file = await storeFileAt(folder, target.file, io);
      return { backend: 'sqlite', file, named: target.file !== undefined };
    }
    case 'aws':
      return {
        backend: 'aws',
        environment: target.environment,
        region: regionOf(target.region, io),
        baselineBucket: target.bucket,
        session: { action: 'drift', runId: '' },
        oidc: { requestUrl: undefined, requestToken: undefined },
        restricted: null,
      };
  }
}

/** A name is asked for its id, which is what a baseline is of. */
async function repositoryOf(
  { repository, target, action, first }: DriftCommand,
  io: Io,
): Promise<Pick<DriftRequest, 'repository' | 'repositoryId'>> {
  if (repository !== undefined) {
    const id = await repositoryId('--repository', repository, io);
    return { repositoryId: id, ...(repository.includes('/') ? { repository } : {}) };
  }
  if (target.backend === 'file' && action === 'accept' && first) {
    throw new PhaseMirrorError('user', {
      thing: '--repository',
      reason: 'is missing: the file is checked by workflows, which know the id of their repository',
      next: "Give GitHub's numeric id, or OWNER/NAME with GITHUB_TOKEN in the environment",
      exitCode: EXIT_CODES.usage,
    });
  }
  return { repositoryId: null };
}

// ---------------------------------------------------------------- check

function checkText(result: DriftCheckResult, { format }: DriftCommand, io: Io): string {
  const { drift, about, notes, degraded } = result;
  const said = [...degraded.map(({ text }) => text), ...notes];
  switch (format) {
    case 'json':
      return renderDriftJson(driftReport(result, VERSION));
    case 'markdown':
      return `${checkWords(renderDriftMarkdown(drift, about), result)}${said.map((note) => `\n${markdownProse(note)}\n`).join('')}`;
    case 'text': {
      const text = checkWords(renderDriftText(drift, about, { width: widthOf(io), color: useColor(io) }), result);
      return `${text}${said.map((note) => `note  ${terminalText(note)}\n`).join('')}`;
    }
  }
}

// ---------------------------------------------------------------- accept

function acceptText(result: DriftAcceptResult, { target }: DriftCommand, io: Io): string {
  const { outcome, accepted, drift, notes, store } = result;
  const head = {
    written: 'ACCEPTED',
    unchanged: 'NOTHING TO ACCEPT  This state is accepted already.',
    'dry-run': 'WOULD ACCEPT  Nothing was written.',
  }[outcome];
  const { header, files, facts } = accepted.baseline;
  const where =
    target.backend === 'file' && outcome === 'written'
      ? 'written to .github/phase-mirror-baseline.json: commit it and open a pull request; it counts once it is merged'
      : `kept in ${terminalText(store)}`;
  const moved =
    drift === null || drift.severity === null
      ? ''
      : `\n${takenText(
          drift,
          renderDriftText(
            drift,
            { accepted: header, commit: null, maxMagnitude: 1, tooLarge: false },
            { width: widthOf(io), color: useColor(io) },
          ),
        )}`;
  return [
    `${head}  ${inlineText(header.branch)} at ${header.commit.slice(0, 12)}`.trim(),
    `  by      ${terminalText(header.acceptedBy.name)} (${header.acceptedBy.kind})`,
    `  reason  ${terminalText(header.reason)}`,
    `  holds   ${files.length} files, ${facts.length} facts; sequence ${accepted.sequence}${accepted.signed ? '' : ', unsigned'}`,
    `  ${where}`,
    ...notes.map((note) => `note  ${terminalText(note)}`),
    moved,
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

function acceptJson({ outcome, accepted, drift, notes, store }: DriftAcceptResult): object {
  return { outcome, store, ...acceptedJson(accepted), notes, magnitude: drift?.magnitude ?? null };
}

function acceptedJson({
  baseline: { header, files, facts },
  sequence,
  digest,
  previous,
  signed,
}: AcceptedState): object {
  return { header, sequence, digest, previous, signed, files: files.length, facts: facts.length };
}

// ---------------------------------------------------------------- show

function showText(result: DriftShowResult): string {
  const { accepted, refused, pending, branch, patterns, governed, notes, store, versions, command } = result;
  const lines: string[] = [];
  if (refused !== '') {
    lines.push(`REFUSED  baseline of ${terminalText(branch)} in ${terminalText(store)}`, `  ${terminalText(refused)}`);
  } else if (accepted === null) {
    lines.push(
      `NO BASELINE  of ${terminalText(branch)} in ${terminalText(store)}`,
      ...(pending === '' ? [`  Make the first: ${terminalText(command)}`] : []),
    );
  } else {
    const { header, files, facts } = accepted.baseline;
    lines.push(
      `BASELINE  of ${terminalText(branch)} in ${terminalText(store)}`,
      `  commit    ${header.commit}`,
      `  accepted  ${header.acceptedAt.slice(0, 16).replace('T', ' ')} UTC by ${terminalText(header.acceptedBy.name)} (${header.acceptedBy.kind})`,
      `  reason    ${terminalText(header.reason)}`,
      ...(header.runUrl === '' ? [] : [`  run       ${terminalText(header.runUrl)}`]),
      `  holds     ${files.length} files, ${facts.length} facts${header.api.length === 0 ? '' : `, and what GitHub said of ${header.api.join(', ')}`}`,
      `  sequence  ${accepted.sequence}, ${accepted.signed ? 'signed' : 'unsigned'}; digest ${accepted.digest.slice(0, 12)}${accepted.previous === null ? ', the first' : `, follows ${accepted.previous.slice(0, 12)}`}`,
    );
  }
  if (pending !== '') lines.push(`  ${terminalText(pending)}`);
  if (versions.length > 0) {
    const ids = versions.map(({ version }) => version);
    lines.push('', 'Versions, newest first (drift accept --restore VERSION; its first characters are enough):');
    lines.push(...versions.map((version) => versionText(version, ids)));
  }
  lines.push(
    '',
    `Governed today: ${governed.length} files`,
    ...governed.map((path) => `  ${terminalText(path)}`),
    '',
    'By these patterns, and Terraform that trusts or configures GitHub:',
    ...patterns.include.map((pattern) => `  ${terminalText(pattern)}`),
    ...patterns.exclude.map((pattern) => `  not ${terminalText(pattern)}`),
    ...notes.map((note) => `note  ${terminalText(note)}`),
  );
  return `${lines.join('\n')}\n`;
}

/** Shortest beginning of a version that is shown. */
const SHOWN = 10;

/** `3-5aa34a44  2026-11-24 10:30 UTC  sequence 3, jane@example.org: state of the release`. */
function versionText({ version, writtenAt, deleted, about }: ShownVersion, all: readonly string[]): string {
  const start = [SHOWN, SHOWN * 2, version.length].find(
    (length) => all.filter((other) => other.startsWith(version.slice(0, length))).length === 1,
  );
  const said = about?.ok === true ? Date.parse(about.header.acceptedAt) : null;
  const at = said ?? writtenAt;
  const when = at === null ? '' : `  ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `  ${terminalText(version.slice(0, start ?? version.length))}${when}  ${deleted ? 'deleted' : aboutText(about)}`.trimEnd();
}

function aboutText(about: ShownVersion['about']): string {
  if (about === null) return '';
  if (!about.ok) return terminalText(about.why);
  const { header, sequence, doubt } = about;
  const words = `sequence ${sequence}, ${header.acceptedBy.name} accepted ${header.commit.slice(0, 12)}: ${header.reason}`;
  return terminalText(`${words}${doubt === '' ? '' : ` (${doubt})`}`);
}
