/** Lists that come in pages. */
import type { ApiFailure } from './answers.js';
import type { ApiClient } from './client.js';

export const PER_PAGE = 100;
/** 1,000 entries. */
export const MAX_PAGES = 10;

export type Listing =
  | { readonly kind: 'all'; readonly items: readonly unknown[]; readonly renamed: boolean }
  /** More than {@link MAX_PAGES} pages: part of a list would be a wrong answer. */
  | { readonly kind: 'too-many' }
  | { readonly kind: 'failed'; readonly failure: ApiFailure };

/**
 * Every entry of a list, or none. The first page says by its `Link` header how many there are: the others are asked side
 * by side, and a list that is too long costs one request. Without the header (some proxies drop it) pages are read one
 * after the other until one is not full.
 *
 * @param itemsOf the entries of one page; throws UnknownShape for anything else
 * @throws UnknownShape
 */
export async function readAll(
  client: ApiClient,
  route: string,
  parameters: Readonly<Record<string, string | number>>,
  itemsOf: (data: unknown) => readonly unknown[],
): Promise<Listing> {
  const ask = (page: number) => client.get(route, { ...parameters, per_page: PER_PAGE, page });
  const items: unknown[] = [];
  let renamed = false;
  for (let page = 1, last = 1; page <= MAX_PAGES; page = last + 1, last = page) {
    const first = await ask(page);
    if (!first.ok) return { kind: 'failed', failure: first.failure };
    const announced = first.links?.last ?? page;
    if (announced > MAX_PAGES) return { kind: 'too-many' };
    const others = await Promise.all(Array.from({ length: announced - page }, (_, index) => ask(page + 1 + index)));
    let more = false;
    for (const answer of [first, ...others]) {
      if (!answer.ok) return { kind: 'failed', failure: answer.failure };
      const found = itemsOf(answer.data);
      items.push(...found);
      renamed ||= answer.renamed;
      more = answer.links === null ? found.length >= PER_PAGE : answer.links.next !== null;
    }
    if (!more) return { kind: 'all', items, renamed };
    last = Math.max(page, announced);
  }
  return { kind: 'too-many' };
}
