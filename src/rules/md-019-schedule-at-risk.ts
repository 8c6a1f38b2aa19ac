/**
 * MD-019: a workflow with a schedule that GitHub does not start. "In a public repository, scheduled workflows are
 * automatically disabled when no repository activity has occurred in 60 days."
 * https://docs.github.com/en/actions/how-tos/manage-workflow-runs/disable-and-enable-workflows
 */
import type { RepositoryModel, Trigger, Workflow } from '../repository/types.js';
import { changedLineFirst, evidenceAt, placeOf, shown } from './support/evidence.js';
import { factGap } from './support/fact-gap.js';
import type { Finding, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-019';
const VERSION = 1;
/** The actions of this suite that are meant to run on a schedule, under any folder of their repository. */
const OURS = /^phasemirror\/(?:evaluate|drift-check|calibrate)[/@]/i;

export const scheduleAtRisk: Rule = {
  id: ID,
  name: 'schedule-at-risk',
  version: VERSION,
  severity: 'medium',
  level: 'warn',
  summary: 'A scheduled workflow that GitHub has disabled: it no longer runs',
  needs: 'files-or-api',
  wants: ['workflows'],
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

function check({ model, facts }: RuleContext): RuleOutcome {
  const scheduled = model.workflows.flatMap((workflow) => {
    const trigger = workflow.triggers.find(({ event, cron }) => event === 'schedule' && (cron ?? []).length > 0);
    return trigger === undefined ? [] : [{ workflow, trigger }];
  });
  if (scheduled.length === 0) return { state: 'not-applicable', reason: 'no workflow has a schedule' };
  if (facts.workflows.status !== 'answered') {
    return { state: 'not-evaluated', gaps: [factGap(facts.workflows, 'states of the workflows', 'actions: read')] };
  }
  const states = new Map(facts.workflows.value.map(({ path, state }) => [path, state]));
  const findings: Finding[] = [];
  for (const { workflow, trigger } of scheduled) {
    const state = states.get(workflow.path);
    if (state === 'disabled_inactivity') findings.push(findingFor(model, workflow, trigger, 'idle'));
    // Someone switched it off on purpose. That is worth a word only where the gate itself depends on it.
    else if (state === 'disabled_manually' && isOurs(workflow)) {
      findings.push(findingFor(model, workflow, trigger, 'by hand'));
    }
  }
  const proven = scheduled.map(({ workflow }) => `schedule:${workflow.path}`);
  return { state: 'evaluated', findings, proven, unproven: [], gaps: [] };
}

function isOurs({ jobs }: Workflow): boolean {
  return jobs.some(({ steps }) => steps.some(({ uses }) => OURS.test(uses?.value ?? '')));
}

function findingFor(
  model: RepositoryModel,
  workflow: Workflow,
  { at, cron }: Trigger,
  how: 'idle' | 'by hand',
): Finding {
  const line = cron?.[0]?.at ?? at;
  const name = shown(workflow.name?.value ?? workflow.path);
  const ours = isOurs(workflow);
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'medium',
    title: `The schedule of ${shown(workflow.path)} is disabled`,
    what:
      how === 'idle'
        ? `GitHub disabled ${name} because the repository was idle for 60 days; its schedule (${placeOf(line)}) starts nothing.`
        : `Someone disabled ${name} by hand; its schedule (${placeOf(line)}) starts nothing.`,
    why: ours
      ? 'Nothing here watches for drift or reviews the rules until it runs again.'
      : 'What it does regularly no longer happens, and nobody is told.',
    fix: `Run \`gh workflow enable ${fileOf(workflow)}\`${how === 'idle' ? '; any commit within 60 days keeps it on. Not needed any more? Remove `schedule`' : '. Not needed any more? Remove the workflow'}.`,
    path: workflow.path,
    anchor: 'schedule',
    evidence: [
      evidenceAt(model, line, 'disabled schedule', 'disabled'),
      {
        path: '',
        startLine: 0,
        endLine: 0,
        excerpt: `actions/workflows says ${how === 'idle' ? 'disabled_inactivity' : 'disabled_manually'}`,
        label: 'its state on GitHub',
      },
    ],
  };
}

function fileOf({ path }: Workflow): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
