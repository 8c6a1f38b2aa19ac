/**
 * `config-inline`: a configuration given by the workflow instead of the repository. Under a workflow that the
 * organisation requires, and in a run of trusted code of the default branch, it wins over the file; anywhere else a pull
 * request could edit it, so it may only tighten. design.md, "Action inputs".
 */
import { PhaseMirrorError } from '../errors.js';
import { overlayCalibration } from './config-calibration.js';
import type { Config } from './types.js';
import { type Weakening, type WeakeningContext, weakenings } from './weakenings.js';

/** How the input is called in positions and messages. */
export const CONFIG_INLINE = 'config-inline';

/**
 * One configuration from two: pins, maxima and other numbers of `inline` win, lists add up.
 *
 * @param wins true where no pull request can edit it
 * @throws PhaseMirrorError `user`, exit 2, when it may only tighten and loosens
 */
export function overlayConfig(file: Config, inline: Config, wins: boolean, context: WeakeningContext): Config {
  const overlaid: Config = {
    ...file,
    path: file.path ?? inline.path,
    rules: new Map([...file.rules, ...inline.rules]),
    requiredChecks: [...file.requiredChecks, ...inline.requiredChecks],
    externalChecks: [...file.externalChecks, ...inline.externalChecks],
    trustedKeys: [...file.trustedKeys, ...inline.trustedKeys],
    drift: {
      ...file.drift,
      ...inline.drift,
      include: [...file.drift.include, ...inline.drift.include],
      exclude: [...file.drift.exclude, ...inline.drift.exclude],
      accept: [...file.drift.accept, ...inline.drift.accept],
    },
    calibration: overlayCalibration(file.calibration, inline.calibration),
    thresholds: { ...file.thresholds, ...inline.thresholds },
    suppressions: [...file.suppressions, ...inline.suppressions],
  };
  if (wins) return overlaid;
  const [first, ...others] = weakenings(file, overlaid, context);
  if (first !== undefined) throw mayOnlyTighten(first, others.length);
  return overlaid;
}

function mayOnlyTighten({ subject, before, after }: Weakening, others: number): PhaseMirrorError {
  const change = before === '' ? `adds ${after}` : `changes it from ${before} to ${after === '' ? 'nothing' : after}`;
  const more = others === 0 ? '' : ` (and ${others} more)`;
  return new PhaseMirrorError('user', {
    thing: `Input \`${CONFIG_INLINE}\``,
    reason: `loosens ${subject}: it ${change}${more}; outside a workflow that the organisation requires it may only tighten`,
    next: 'Put it into the configuration file of the repository, or require the workflow by a ruleset of the organisation',
  });
}
