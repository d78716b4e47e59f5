import type { Log } from "@polycast/core/provider";
import type { Cancel, Clock } from "../hub/clock.ts";
import { errorFields } from "../hub/log.ts";
import type { WriteFence } from "../rtmp/write-fence.ts";

/** A thread that has stood still for longer may have lost its streams to another relay. */
const GAP_MS = 3_000;
/** How often the thread shows that it runs. */
const BEAT_MS = 500;
/** How long to wait before ownership is asked for again. */
const RETRY_MS = 1_000;

/** Settings of {@link LoopFence}. */
export type LoopFenceOptions = {
  clock: Clock;
  /**
   * Asks what is still ours, and drops what is not.
   *
   * @throws anything: nobody can tell now
   */
  confirm: () => Promise<void>;
  log: Log;
};

/**
 * Closes when the thread has stood still for more than 3 s (a stopped process, a paused machine, an endless loop), and
 * opens again when it is known what is still ours. It looks at the clock whenever it is asked, so whatever callback
 * happens to run first after the pause finds it closed.
 *
 * The clocks have to show the pause: of a machine that is stopped together with both of its clocks nobody can tell.
 */
export class LoopFence implements WriteFence {
  readonly #options: LoopFenceOptions;
  #seen: { now: number; wall: number };
  #isOpen = true;
  #gaps = 0;
  #waiting = new Set<() => void>();
  #cancelBeat: Cancel = () => {};
  #cancelRetry: Cancel = () => {};
  #isStopped = false;

  constructor(options: LoopFenceOptions) {
    this.#options = options;
    const { clock } = options;
    this.#seen = { now: clock.now(), wall: clock.wall() };
    this.#beat();
  }

  /** How many pauses there were. What was true before one has to be asked again. */
  get gaps(): number {
    this.#look();
    return this.#gaps;
  }

  isOpen(): boolean {
    this.#look();
    return this.#isOpen;
  }

  whenOpen(run: () => void): () => void {
    const waiting = (): void => run();
    this.#waiting.add(waiting);
    return () => {
      this.#waiting.delete(waiting);
    };
  }

  /** Ends its timers; it stays as it is. */
  stop(): void {
    this.#isStopped = true;
    this.#cancelBeat();
    this.#cancelRetry();
  }

  #beat(): void {
    this.#look();
    this.#cancelBeat = this.#options.clock.after(BEAT_MS, () => this.#beat());
  }

  #look(): void {
    const { clock, log } = this.#options;
    const now = clock.now();
    const wall = clock.wall();
    // A machine that sleeps stops the one clock, a clock that is set back hides it from the other.
    const ms = Math.max(now - this.#seen.now, wall - this.#seen.wall);
    this.#seen = { now, wall };
    if (ms <= GAP_MS || this.#isStopped) return;
    this.#gaps++;
    log("warn", "the relay stood still; nothing is sent before it is known what it still owns", { ms: Math.round(ms) });
    if (!this.#isOpen) return;
    this.#isOpen = false;
    void this.#settle();
  }

  async #settle(): Promise<void> {
    for (;;) {
      const before = this.#gaps;
      const isKnown = await this.#confirm();
      if (this.#isStopped) return;
      // The answer may have been read only after another pause.
      if (isKnown && this.gaps === before) break;
    }
    this.#isOpen = true;
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const run of waiting) run();
  }

  async #confirm(): Promise<boolean> {
    const { clock, confirm, log } = this.#options;
    try {
      await confirm();
      return true;
    } catch (error) {
      log("warn", "it is not known what the relay still owns", errorFields(error));
      const later = Promise.withResolvers<void>();
      this.#cancelRetry = clock.after(RETRY_MS, later.resolve);
      await later.promise;
      return false;
    }
  }
}
