/**
 * The pages of a list, one after another.
 *
 * @param maxPages a list that never ends must not hold its reader for ever
 * @param read reads a page, the first without a place; `next` is the place of the one behind it
 */
export async function* walkPages<Place, P extends { next?: Place }>(
  maxPages: number,
  read: (place?: Place) => Promise<P>,
): AsyncGenerator<P, void> {
  let place: Place | undefined;
  for (let pages = 0; pages < maxPages; pages++) {
    const page = await read(place);
    yield page;
    place = page.next;
    if (place === undefined) return;
  }
}
