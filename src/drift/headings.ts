/** Headings that terminal and workflow share: of a run that did not see everything, and of what was accepted. */
import { countSentence } from './render-sentences.js';
import type { Drift } from './types.js';

/** @param rendered what renderDriftText or renderDriftMarkdown made of it */
export function checkWords(
  rendered: string,
  {
    drift,
    complete,
    degraded,
  }: { readonly drift: Drift; readonly complete: boolean; readonly degraded: readonly unknown[] },
): string {
  if (drift.severity !== null || (complete && degraded.length === 0)) return rendered;
  return rendered.replace(/NO DRIFT|No drift/, '$& in what was compared');
}

/** What an acceptance takes in: it is no drift any more, and what it was compared with no longer counts. */
export function takenText(drift: Drift, rendered: string): string {
  return `WHAT CHANGED  ${countSentence(drift)}\n${after(rendered, '\n\n')}`;
}

/** The same in markdown. */
export function takenMarkdown(drift: Drift, rendered: string): string {
  return `### What changed: ${countSentence(drift)}\n\n${after(rendered, '\n- **')}`;
}

/** The blocks, without the head that says what was compared with what. */
function after(rendered: string, start: string): string {
  const at = rendered.indexOf(start);
  return at === -1 ? '' : rendered.slice(at + 1);
}
