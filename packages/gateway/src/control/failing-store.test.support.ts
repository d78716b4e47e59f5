import type { Store } from "../store/index.ts";

/** A store whose next writes fail with these errors, one each. */
export function failingStore(store: Store, failures: Error[]): Store {
  return {
    ...store,
    write: (unit) => {
      const failure = failures.shift();
      return failure ? Promise.reject(failure) : store.write(unit);
    },
  };
}
