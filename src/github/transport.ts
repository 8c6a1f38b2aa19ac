/** The lowest layer: bodies of bounded size, and redirects that stay on one server. */

export class TooLarge extends Error {}
export class OtherServer extends Error {}
export class TooManyRedirects extends Error {}

/** Set by us on every answer; what a server sends under these names is dropped. */
export const MOVED_HEADER = 'x-phase-mirror-moved';
export const BYTES_HEADER = 'x-phase-mirror-bytes';

/** Statuses whose answer has no body (Fetch Standard, "null body status"). */
const NULL_BODY = new Set([101, 103, 204, 205, 304]);
const REDIRECTS = new Set([301, 302, 307, 308]);
const MAX_REDIRECTS = 3;

/**
 * A fetch that reads every body (of errors too) up to `maxBytes` before anything else sees it.
 *
 * GitHub answers for a renamed repository with a 301 to `/repositories/ID/…` of the same server
 * (docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api, "Follow redirects"). Only such a
 * redirect is followed: another server would get the question and could make up evidence.
 *
 * @throws TooLarge, OtherServer, TooManyRedirects, and whatever `transport` throws
 */
export function boundedFetch(transport: typeof globalThis.fetch, maxBytes: number): typeof globalThis.fetch {
  return async (input, init) => {
    let address = new URL(input instanceof Request ? input.url : String(input));
    let moved = false;
    for (let hops = 0; ; hops += 1) {
      const response = await transport(address.href, { ...init, redirect: 'manual' });
      const location = response.headers.get('location');
      if (!REDIRECTS.has(response.status) || location === null) return read(response, maxBytes, moved);
      await response.body?.cancel();
      if (hops === MAX_REDIRECTS) throw new TooManyRedirects();
      const target = URL.canParse(location, address.href) ? new URL(location, address) : null;
      if (target?.origin !== address.origin) throw new OtherServer();
      moved ||= response.status === 301;
      address = target;
    }
  };
}

async function read(response: Response, maxBytes: number, moved: boolean): Promise<Response> {
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  headers.delete(MOVED_HEADER);
  if (moved) headers.set(MOVED_HEADER, '1');
  if (response.body === null || NULL_BODY.has(status)) return new Response(null, { status, statusText, headers });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new TooLarge();
    chunks.push(chunk);
  }
  headers.set(BYTES_HEADER, String(bytes));
  return new Response(Buffer.concat(chunks), { status, statusText, headers });
}
