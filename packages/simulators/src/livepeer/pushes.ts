import type { Clock } from "../kernel/types.ts";
import type { MultistreamEvent, NamedTarget } from "./health.ts";
import type { LivepeerTimings } from "./settings.ts";

/** One push that is to run. Livepeer's node knows it by where it goes and what it carries, not by its target. */
export type WantedPush = { key: string; target: NamedTarget };

type Push = {
  target: NamedTarget;
  errors: number;
  told?: "connected" | "error";
  cancel: () => void;
};

export type PushesOptions = {
  clock: Clock;
  timings: LivepeerTimings;
  isBroken: (targetId: string) => boolean;
  tell: (type: MultistreamEvent, target: NamedTarget) => void;
};

/** How many failures in a row it takes until `multistream.error` is told, once. */
const FAILURES_UNTIL_ERROR = 2;

/** The pushes of one session, as the media node runs them: it retries for ever and tells little. */
export class Pushes {
  readonly #running = new Map<string, Push>();
  readonly #options: PushesOptions;

  constructor(options: PushesOptions) {
    this.#options = options;
  }

  /**
   * Starts what is missing and stops what is too much. Only a target that was switched off is told as disconnected; one
   * that was detached or got another address is not.
   */
  reconcile(wanted: readonly WantedPush[], disabledIds: ReadonlySet<string>): void {
    // Of two targets with one address and rendition, events name the later (assumed).
    const byKey = new Map(wanted.map(({ key, target }) => [key, target]));
    for (const [key, push] of this.#running) {
      const target = byKey.get(key);
      if (target) {
        push.target = target;
        continue;
      }
      push.cancel();
      this.#running.delete(key);
      if (disabledIds.has(push.target.id)) this.#options.tell("multistream.disconnected", push.target);
    }
    for (const [key, target] of byKey) {
      if (this.#running.has(key)) continue;
      const push: Push = { target, errors: 0, cancel: () => undefined };
      this.#running.set(key, push);
      this.#attempt(push);
    }
  }

  /** The target's destination refuses from now on. */
  broke(targetId: string): void {
    for (const push of this.#running.values()) {
      if (push.target.id !== targetId) continue;
      push.cancel();
      this.#attempt(push);
    }
  }

  /** The session is over: everything stops and nothing is told. */
  stop(): void {
    for (const push of this.#running.values()) push.cancel();
    this.#running.clear();
  }

  #attempt(push: Push): void {
    const { clock, timings, isBroken } = this.#options;
    if (isBroken(push.target.id)) {
      push.cancel = clock.after(timings.failMs, () => this.#failed(push));
      return;
    }
    const wait = push.told === "error" ? timings.connectAfterErrorsMs : timings.connectMs;
    push.cancel = clock.after(wait, () => this.#connected(push));
  }

  #connected(push: Push): void {
    push.errors = 0;
    if (push.told === "connected") return;
    push.told = "connected";
    this.#options.tell("multistream.connected", push.target);
  }

  #failed(push: Push): void {
    push.errors += 1;
    if (push.errors >= FAILURES_UNTIL_ERROR && push.told !== "error") {
      push.told = "error";
      this.#options.tell("multistream.error", push.target);
    }
    push.cancel = this.#options.clock.after(this.#options.timings.retryMs, () => this.#attempt(push));
  }
}
