/** `phase-mirror fp list --audit`. */
import { resolve } from 'node:path';
import { EXIT_CODES } from '../errors.js';
import { type AuditList, type CalibrationStore, loadCalibration } from '../oracle.js';
import { terminalText } from '../report/escape.js';
import { plural } from '../report/words.js';
import type { FpListCommand } from './args-memory.js';
import type { Io } from './io.js';
import { identityText, instantText, isoOf, jsonText, regionOf, repositoryId, storeFileOf } from './memory.js';
import { knownRule } from './rule-names.js';

/** Digits of a finding id that people see. */
const SHORT = 8;

/** @returns 0 @throws PhaseMirrorError, StoreError */
export async function runAudit(command: FpListCommand, io: Io): Promise<number> {
  const { rule, repository, limit, format } = command;
  const { GITHUB_TOKEN: token, GITHUB_API_URL: apiUrl } = io.environment;
  const ruleId = rule === undefined ? undefined : await knownRule('--rule', rule);
  const { listAudit } = await loadCalibration();
  const list = await listAudit({
    ...{ folder: resolve(io.cwd), environment: io.environment, clock: io.clock, limit },
    store: await storeOf(command, io),
    ...(ruleId === undefined ? {} : { ruleId }),
    ...(repository === undefined ? {} : { repositoryId: await repositoryId('--repository', repository, io) }),
    ...(token ? { token } : {}),
    ...(apiUrl ? { apiUrl } : {}),
  });
  io.stdout(format === 'json' ? auditJson(list) : auditText(list));
  return EXIT_CODES.ok;
}

async function storeOf(command: FpListCommand, io: Io): Promise<CalibrationStore> {
  const { target } = command;
  if (target.backend === 'sqlite') return { backend: 'sqlite', file: await storeFileOf(target.file, io) };
  const { environment, region } = target;
  const { bucket } = command;
  return {
    ...{ backend: 'aws', environment, region: regionOf(region, io), restricted: null },
    ...{ session: { action: 'fp', runId: '' }, oidc: { requestUrl: undefined, requestToken: undefined } },
    ...(bucket === undefined ? {} : { baselineBucket: bucket }),
  };
}

function auditJson({ pullRequests, ...list }: AuditList): string {
  const shown = pullRequests.map(({ firstSeen, ...one }) => ({ ...one, firstSeen: isoOf(firstSeen) }));
  return jsonText({ ...list, pullRequests: shown });
}

function auditText({ auditRate, store, pullRequests, more, notes }: AuditList): string {
  const lines: string[] = [];
  let heading = '';
  for (const { ruleId, ruleVersion, repository, change, firstSeen, findings, unreviewed } of pullRequests) {
    const next = `${ruleId} version ${ruleVersion}, ${identityText(repository)}`;
    if (next !== heading) lines.push(...(heading === '' ? [] : ['']), terminalText(next));
    heading = next;
    const ids = unreviewed.map((id) => id.slice(0, SHORT)).join(' ');
    lines.push(
      `  ${terminalText(change)}  since ${instantText(firstSeen)}, ${unreviewed.length} of ${findings} to review: ${ids}`,
    );
  }
  const share = Number((auditRate * 100).toFixed(2));
  const sample = `the audit sample (${share} % of pull requests, from their 30th day on)`;
  const total =
    pullRequests.length === 0
      ? `Nothing of ${sample} waits for a review in ${terminalText(store)}`
      : `${totalText(pullRequests)}, of ${sample}${more ? '. There are more: --limit' : ''}`;
  return `${[...lines, ...(lines.length === 0 ? [] : ['']), total, ...notes.map((note) => terminalText(note))].join('\n')}\n`;
}

/** A pull request with findings under two rules is one to read. */
function totalText(entries: AuditList['pullRequests']): string {
  const requests = new Set(entries.map(({ repository, change }) => `${repository} ${change}`)).size;
  const findings = entries.reduce((sum, { unreviewed }) => sum + unreviewed.length, 0);
  const rules = new Set(entries.map(({ ruleId }) => ruleId)).size;
  return `To review: ${plural(requests, 'pull request')}, ${plural(findings, 'finding')} under ${plural(rules, 'rule')}`;
}
