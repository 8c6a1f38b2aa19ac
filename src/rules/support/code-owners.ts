/** What can be said of a code owner without asking GitHub: names it cannot have, and names nobody means. */

/** Characters that no user, team or address has. Others are left to GitHub: names made long ago break today's rules. */
const IMPOSSIBLE = /[<>{}()[\]$,;:'"`|!?*=\\]/;

/** Stand-ins of templates, and the owners of GitHub's own example file. */
const PLACEHOLDER_USER =
  /^(?:(?:your|my)[-_]?(?:github[-_]?)?(?:user[-_]?(?:name)?|name|handle|login)|(?:github[-_]?)?user[-_]?name\d*|global-owner\d|js-owner|doctocat|octocat|your[-_]?(?:org|team)(?:[-_]?name)?)$/i;
const PLACEHOLDER_ORG =
  /^(?:(?:your|my)[-_]?(?:github[-_]?)?(?:org|organi[sz]ation|company)(?:[-_]?name)?|example(?:[-_](?:org|organi[sz]ation|company))?|octo-org|org|org[-_]?name|organi[sz]ation(?:[-_]?name)?|user[-_]?name)$/i;
const PLACEHOLDER_TEAM = /^(?:your[-_]?team(?:[-_]?name)?|team[-_]?name)$/i;
/** Domains that RFC 2606 keeps free for examples. */
const EXAMPLE_DOMAIN = /@(?:[^@]*\.)?(?:example\.(?:com|org|net)|example|invalid|test|localhost)$/i;

/** True for text that cannot name a user, a team or an address. Every owner GitHub accepts passes. */
export function isImpossibleOwner(owner: string): boolean {
  if (IMPOSSIBLE.test(owner)) return true;
  return !(owner.startsWith('@') ? /^@[^@/]+(?:\/[^@/]+)?$/ : /^[^@]+@[^@]+$/).test(owner);
}

/**
 * True for an owner that stands for "put yours here".
 *
 * @param repository `owner/name`; its own owner is never a stand-in
 */
export function isPlaceholderOwner(owner: string, repository: string): boolean {
  if (!owner.startsWith('@')) return EXAMPLE_DOMAIN.test(owner);
  const [name = '', team] = owner.slice(1).split('/');
  if (name.toLowerCase() === (repository.split('/', 1)[0] ?? '').toLowerCase()) {
    return team !== undefined && PLACEHOLDER_TEAM.test(team);
  }
  if (team === undefined) return PLACEHOLDER_USER.test(name);
  return PLACEHOLDER_ORG.test(name) || PLACEHOLDER_TEAM.test(team);
}
