import type { Cancel, Clock } from "./clock.ts";
import { errorFields, type Log, silentLog } from "./log.ts";

/** Something that gathers and can let go. */
export type Flushable = { flush(): void };

/** Settings of {@link FlushTimer}. */
export type FlushTimerOptions = {
  clock: Clock;
  /** How long a message may wait for company, in milliseconds. Default 100. */
  intervalMs?: number;
  log?: Log;
};

/**
 * One timer for all hubs of a worker. It runs only while something is waiting, so an idle relay
 * sleeps, and hubs that wait together are flushed together.
 */
export class FlushTimer {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #log: Log;
  readonly #waiting = new Set<Flushable>();
  #cancel: Cancel | undefined;

  constructor(options: FlushTimerOptions) {
    this.#clock = options.clock;
    this.#intervalMs = options.intervalMs ?? 100;
    this.#log = options.log ?? silentLog;
  }

  /** Flushes this one with the next tick. */
  request(flushable: Flushable): void {
    this.#waiting.add(flushable);
    this.#cancel ??= this.#clock.after(this.#intervalMs, () => this.#tick());
  }

  /** It has flushed by itself, or is gone. */
  forget(flushable: Flushable): void {
    this.#waiting.delete(flushable);
    if (this.#waiting.size > 0) return;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #tick(): void {
    this.#cancel = undefined;
    const due = [...this.#waiting];
    this.#waiting.clear();
    for (const flushable of due) {
      try {
        flushable.flush();
      } catch (error) {
        this.#log("error", "a stream could not be flushed", errorFields(error));
      }
    }
  }
}
