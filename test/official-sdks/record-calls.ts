/** An object whose calls are noted: a namespace of an SDK, a part of an adapter. */
export type Recorded<T> = {
  /** The object itself, to be used instead of the original. */
  readonly calls: T;
  /** The methods that were called so far. */
  readonly called: () => string[];
  /** Every public method that the object or its class offers, called or not. */
  readonly offered: () => string[];
};

/** Wraps an object, so that a test can say that it tried everything that is there. */
export function recordCalls<T extends object>(original: T): Recorded<T> {
  const called = new Set<string>();
  const calls = new Proxy(original, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]): unknown => {
        called.add(String(key));
        return Reflect.apply(value, target, args);
      };
    },
  });
  return {
    calls,
    called: () => [...called].toSorted(),
    offered: () => methodNames(original).toSorted(),
  };
}

function methodNames(original: object): string[] {
  const prototype: unknown = Object.getPrototypeOf(original);
  const isPlain = prototype === Object.prototype || typeof prototype !== "object" || prototype === null;
  const holder = isPlain ? original : prototype;
  return Object.getOwnPropertyNames(holder).filter(
    (name) =>
      name !== "constructor" && !name.startsWith("_") && typeof Reflect.get(holder, name, original) === "function",
  );
}
