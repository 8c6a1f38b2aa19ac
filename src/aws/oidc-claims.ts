/** The claims of an OIDC token, as its own text says them: for people, never for a decision. */

/**
 * @param names the claims that are looked for; others stay inside
 * @param maxLength of each value: names of branches are other people's text
 * @returns strings alone, in the order of `names`; empty where the token cannot be read
 */
export function claimsOf(token: string, names: readonly string[], maxLength: number): Readonly<Record<string, string>> {
  let payload: unknown;
  try {
    payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    // Not JSON: then there is nothing to show.
  }
  const claims = typeof payload === 'object' && payload !== null ? (payload as Readonly<Record<string, unknown>>) : {};
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
      return typeof value === 'string' ? [[name, value.slice(0, maxLength)]] : [];
    }),
  );
}
