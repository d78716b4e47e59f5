/**
 * The pages of a list, one after another. A list that goes round in circles ends: one whose place, or all of whose items,
 * are those of the page before.
 *
 * @param maxPages a list that never ends must not hold its reader for ever
 * @param read reads a page, the first without a place; `next` is the place of the one behind it
 * @param idsOf the items of a page; without it they are not compared
 */
export async function* walkPages<Place, P extends { next?: Place | undefined }>(
  maxPages: number,
  read: (place?: Place) => Promise<P>,
  idsOf?: (page: P) => string[],
): AsyncGenerator<P, void> {
  let place: Place | undefined;
  let before: ReadonlySet<string> | undefined;
  for (let pages = 0; pages < maxPages; pages++) {
    const page = await read(place);
    const ids = idsOf?.(page);
    // One empty page may be what a filter leaves.
    if (ids && before && (ids.length > 0 || before.size === 0) && ids.every((id) => before?.has(id))) return;
    yield page;
    if (page.next === undefined || page.next === place) return;
    place = page.next;
    before = ids && new Set(ids);
  }
}
