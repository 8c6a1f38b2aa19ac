/** Merging of sorted sources that come in pages. Pure: what a page costs is the source's matter. */

/**
 * The `count` greatest of sources that are in descending order each. A source is asked for its next page only when all
 * it gave before is taken and more are wanted.
 *
 * @param keyOf what the sources are ordered by; no two are equal
 */
export async function mergeNewest<T>(
  sources: readonly AsyncIterable<readonly T[]>[],
  keyOf: (entry: T) => string,
  count: number,
): Promise<readonly T[]> {
  const cursors = sources.map((source) => new Cursor(source, keyOf));
  const merged: T[] = [];
  while (merged.length < count) {
    await Promise.all(cursors.filter((cursor) => cursor.isUsedUp).map((cursor) => cursor.fill()));
    let greatest: Cursor<T> | undefined;
    for (const cursor of cursors) {
      if (cursor.key !== null && (greatest === undefined || cursor.key > (greatest.key ?? ''))) greatest = cursor;
    }
    if (greatest === undefined) break;
    merged.push(greatest.take());
  }
  return merged;
}

/** Where one source stands. */
class Cursor<T> {
  private readonly pages: AsyncIterator<readonly T[]>;
  private page: readonly T[] = [];
  private next = 0;
  private ended = false;

  constructor(
    source: AsyncIterable<readonly T[]>,
    private readonly keyOf: (entry: T) => string,
  ) {
    this.pages = source[Symbol.asyncIterator]();
  }

  /** What came is taken, and there may be more. */
  get isUsedUp(): boolean {
    return this.next === this.page.length && !this.ended;
  }

  /** Key of the entry at the front; null when there is none. */
  get key(): string | null {
    const entry = this.page[this.next];
    return entry === undefined ? null : this.keyOf(entry);
  }

  /** Takes the entry at the front, which must be there. */
  take(): T {
    const entry = this.page[this.next] as T;
    this.next += 1;
    return entry;
  }

  /** Reads on to the next page that is not empty, or to the end. */
  async fill(): Promise<void> {
    while (this.isUsedUp) {
      const { value, done } = await this.pages.next();
      this.ended = done === true;
      this.page = done === true ? [] : value;
      this.next = 0;
    }
  }
}
