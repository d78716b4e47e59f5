const REDACTED = "[redacted]";

/** What Node's `util.inspect`, and with it `console.log`, asks an object for. */
const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/**
 * A value that prints as `[redacted]` wherever it is printed, logged or serialized by mistake.
 *
 * ```ts
 * const key = new Secret(input.streamKey);
 * log.info({ key });          // [redacted]
 * dial(host, key.reveal());   // the one place that needs it
 * ```
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect](): string {
    return REDACTED;
  }
}
