/** A `Map` or a `Set`: both go through their keys in the order in which they came in. */
type Ordered<Key> = { readonly size: number; keys(): Iterable<Key>; delete(key: Key): boolean };

/** Takes the oldest out until there are no more than `most`. */
export function keepNewest<Key>(collection: Ordered<Key>, most: number): void {
  for (const key of collection.keys()) {
    if (collection.size <= most) return;
    collection.delete(key);
  }
}
