/** What `drift accept` and `drift show` print. A check prints what renderers make of it. */
import { takenText } from '../drift/headings.js';
import { renderDriftText } from '../drift/render-text.js';
import type { AcceptedState, DriftAcceptResult, DriftShowResult, ShownVersion } from '../oracle.js';
import { inlineText, terminalText } from '../report/escape.js';
import type { DriftCommand } from './args-drift.js';
import { type Io, useColor, widthOf } from './io.js';

/** For a person at a terminal. */
export function acceptText(result: DriftAcceptResult, { target }: DriftCommand, io: Io): string {
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

/** For programs. */
export function acceptJson({ outcome, accepted, drift, notes, store }: DriftAcceptResult): object {
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

/** For a person at a terminal. */
export function showText(result: DriftShowResult): string {
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
