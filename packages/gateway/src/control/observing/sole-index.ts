/** Finds things by a word that several may share: only where it names one alone. */
export type SoleIndex<T> = {
  add(word: string, id: string, thing: T): void;
  remove(word: string, id: string): void;
  find(word: string): T | undefined;
};

/** Makes an empty index. */
export function createSoleIndex<T>(): SoleIndex<T> {
  const words = new Map<string, Map<string, T>>();
  return {
    add(word, id, thing) {
      const things = words.get(word) ?? new Map<string, T>();
      words.set(word, things.set(id, thing));
    },
    remove(word, id) {
      const things = words.get(word);
      things?.delete(id);
      if (things?.size === 0) words.delete(word);
    },
    find(word) {
      const things = words.get(word);
      return things?.size === 1 ? things.values().next().value : undefined;
    },
  };
}
