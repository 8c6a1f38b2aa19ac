/** `phase-mirror drift check|accept|show`: the run itself, once git has been asked what it asks first. */
import { resolve } from 'node:path';
import { checkWords } from '../drift/headings.js';
import { renderNoDriftText } from '../drift/render-text-head.js';
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import { type DriftCheckResult, type DriftRequest, type DriftStore, loadDrift } from '../oracle.js';
import { markdownProse, terminalText } from '../report/escape.js';
import { VERSION } from '../version.js';
import type { DriftCommand } from './args-drift.js';
import { type Io, useColor, widthOf } from './io.js';
import { jsonText, regionOf, repositoryId, storeFileAt } from './memory.js';
import { SIGNING_KEY_VARIABLE } from './signing-key.js';

/**
 * @param clone where it was opened already
 * @returns 0; `check`: 1 when something moved; `show`: 2 when what is there is not to be used
 */
export async function runOpened(command: DriftCommand, clone: DriftRequest['clone'] | null, io: Io): Promise<number> {
  const request = { ...(await requestOf(command, io)), ...(clone ? { clone } : {}) };
  const { driftAccept, driftCheck, driftShow } = await loadDrift();
  switch (command.action) {
    case 'check': {
      const result = await driftCheck(request);
      const text = await checkText(result, command, io);
      if (command.output === undefined) io.stdout(text);
      else await (await import('./write-whole.js')).writeWhole('--output', resolve(io.cwd, command.output), text);
      return result.drift.severity === null ? EXIT_CODES.ok : EXIT_CODES.blocked;
    }
    case 'accept': {
      const { reason, first, anew, restore, dryRun } = command;
      const words = { reason, first, anew, dryRun, ...(restore === undefined ? {} : { restore }) };
      const result = await driftAccept({ ...request, ...words });
      const { acceptJson, acceptText } = await import('./drift-words.js');
      io.stdout(command.format === 'json' ? jsonText(acceptJson(result)) : acceptText(result, command, io));
      return EXIT_CODES.ok;
    }
    case 'show': {
      const result = await driftShow(request);
      const { showText } = await import('./drift-words.js');
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

async function checkText(result: DriftCheckResult, { format }: DriftCommand, io: Io): Promise<string> {
  const { drift, about, notes, degraded } = result;
  const said = [...degraded.map(({ text }) => text), ...notes];
  switch (format) {
    case 'json': {
      const { driftReport, renderDriftJson } = await import('../drift/report.js');
      return renderDriftJson(driftReport(result, VERSION));
    }
    case 'markdown': {
      const { renderDriftMarkdown } = await import('../drift/render-markdown.js');
      return `${checkWords(renderDriftMarkdown(drift, about), result)}${said.map((note) => `\n${markdownProse(note)}\n`).join('')}`;
    }
    case 'text': {
      const options = { width: widthOf(io), color: useColor(io) };
      const rendered =
        drift.severity === null
          ? renderNoDriftText(drift, about, options)
          : (await import('../drift/render-text.js')).renderDriftText(drift, about, options);
      const text = checkWords(rendered, result);
      return `${text}${said.map((note) => `note  ${terminalText(note)}\n`).join('')}`;
    }
  }
}
