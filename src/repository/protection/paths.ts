/** Where protection is said. Apart from reading it, so that whoever only sorts paths loads no reader. */

export type ProtectionFormat = 'settings' | 'sync-repo-settings' | 'asf' | 'branch-protection' | 'ruleset';

/** Whether a path is one of the places that a tool or GitHub itself defines for protection. */
export function isProtectionFile(path: string): boolean {
  return formatOf(path) !== null;
}

/** The format that a file of this path has; null: it says nothing about protection. */
export function formatOf(path: string): ProtectionFormat | null {
  if (path === '.asf.yaml') return 'asf';
  if (!path.startsWith('.github/')) return null;
  const name = path.slice('.github/'.length);
  if (name === 'settings.yml' || name === 'settings.yaml') return 'settings';
  if (name === 'sync-repo-settings.yaml' || name === 'sync-repo-settings.yml') return 'sync-repo-settings';
  if (name === 'branch-protection.json') return 'branch-protection';
  return /^rulesets\/[^/]+\.json$/.test(name) ? 'ruleset' : null;
}
