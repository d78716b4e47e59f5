/** Finds things by a word that several may share: only where it names one alone. */
export type SoleIndex<T> = {
  add(word: string, id: string, thing: T): void;
  remove(word: string, id: string): void;
  find(word: string): T | undefined;
};

/** Nearly every word names one thing: a table for each would be most of the memory. */
type Named<T> = { id: string; thing: T; others?: Map<string, T> };

/** Makes an empty index. */
export function createSoleIndex<T>(): SoleIndex<T> {
  const words = new Map<string, Named<T>>();
  return {
    add(word, id, thing) {
      const named = words.get(word);
      if (!named) words.set(word, { id, thing });
      else if (named.id === id) named.thing = thing;
      else named.others = (named.others ?? new Map<string, T>()).set(id, thing);
    },
    remove(word, id) {
      const named = words.get(word);
      if (named?.id !== id) {
        named?.others?.delete(id);
        return;
      }
      const [next] = named.others ?? [];
      if (!next) {
        words.delete(word);
        return;
      }
      named.others?.delete(next[0]);
      [named.id, named.thing] = next;
    },
    find(word) {
      const named = words.get(word);
      return named && (named.others?.size ?? 0) === 0 ? named.thing : undefined;
    },
  };
}
