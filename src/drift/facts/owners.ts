/** CODEOWNERS. The last line that matches decides, so lines give the order; of equal patterns the last one counts. */
import type { Codeowners } from '../../repository/types.js';
import type { Fact } from '../types.js';

export function codeownersFacts({ path, rules }: Codeowners): Fact[] {
  const last = new Map(rules.map((rule) => [rule.pattern, rule]));
  return [...last.values()].map(({ pattern, owners, at }) => ({
    kind: 'codeowners',
    key: [pattern],
    value: [...new Set(owners.map(({ value }) => value))].sort().join(' '),
    path,
    line: at.startLine,
  }));
}
