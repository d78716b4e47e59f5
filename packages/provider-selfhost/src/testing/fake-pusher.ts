import type { TargetState, TargetStatus } from "@polycast/core/provider";
import type { PushDestination } from "../push/destination.ts";
import type { Dropped, Pusher } from "../push/pusher.ts";

/** A pusher that does what a test says. */
export class FakePusher implements Pusher {
  readonly report: (status: TargetStatus) => void;
  destination: PushDestination;
  dropped: Dropped = { messages: 0, bytes: 0 };
  restarts = 0;
  isStarted = false;
  isAbandoned = false;
  #state: TargetState = "idle";
  #stopping: PromiseWithResolvers<void> | undefined;
  #isOver = false;

  constructor(destination: PushDestination, report: (status: TargetStatus) => void) {
    this.destination = destination;
    this.report = report;
  }

  /** Has it begun, and is not all of it gone? */
  get isOpen(): boolean {
    return this.isStarted && !this.#isOver;
  }

  get isStopping(): boolean {
    return this.#stopping !== undefined && !this.#isOver;
  }

  start(): void {
    this.isStarted = true;
    this.enter("idle");
  }

  update(destination: PushDestination): void {
    this.destination = destination;
  }

  restart(): void {
    this.restarts++;
  }

  stop(): Promise<void> {
    this.#stopping ??= Promise.withResolvers();
    if (this.#isOver) this.#stopping.resolve();
    return this.#stopping.promise;
  }

  abandon(): void {
    this.isAbandoned = true;
    this.finish();
  }

  snapshot(): TargetStatus {
    return { state: this.#state, source: "relay" };
  }

  /** Enters a state and reports it, also when nobody should listen any more. */
  enter(state: TargetState): void {
    this.#state = state;
    this.report(this.snapshot());
  }

  /** Its connection is closed, cleanly or not; also ahead of `stop`. */
  finish(error?: Error): void {
    this.#isOver = true;
    if (error) this.#stopping?.reject(error);
    else this.#stopping?.resolve();
  }
}
