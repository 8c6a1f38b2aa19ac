/**
 * `.github/sync-repo-settings.yaml` of Google's repository automation.
 *
 * Source: https://github.com/googleapis/repo-automation-bots/tree/main/packages/sync-repo-settings. The README says that
 * `pattern` defaults to `master`; the bot's code takes the repository's default branch, and so do we.
 */
import { DEFAULT_BRANCH } from '../branch-selector.js';
import type { Protection, ProtectionSource, RequiredCheck } from '../types.js';
import type { YamlMap } from '../yaml.js';
import { type FormatResult, only, type Shapes } from './shapes.js';

export function readSyncRepoSettings(shapes: Shapes, path: string, root: YamlMap): FormatResult {
  const source: ProtectionSource = { kind: 'file', path, format: 'sync-repo-settings' };
  const protections: Protection[] = [];
  for (const item of shapes.list(root.get('branchProtectionRules'), 'branchProtectionRules')) {
    const rule = shapes.map(item, 'branchProtectionRules');
    if (rule === null) continue;
    const pattern = shapes.text(rule.get('pattern'), 'pattern')?.value ?? DEFAULT_BRANCH;
    const codeOwnerReview = shapes.flag(rule.get('requiresCodeOwnerReviews'), 'requiresCodeOwnerReviews');
    protections.push({
      source,
      branches: only(pattern),
      at: item.at,
      requiredChecks: shapes
        .texts(rule.get('requiredStatusCheckContexts'), 'requiredStatusCheckContexts')
        .map(({ value, at }): RequiredCheck => ({ context: value, source, at })),
      ...(codeOwnerReview === undefined ? {} : { codeOwnerReview }),
    });
  }
  return { protections, silent: null };
}
