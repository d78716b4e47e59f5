import type { TargetStatus } from "@polycast/core/provider";
import type { Clock } from "../hub/clock.ts";
import type { MediaSource } from "../hub/media-source.ts";
import type { PushDestination } from "./destination.ts";
import type { Dropped, Pusher, StatusListener } from "./pusher.ts";

/** Settings of {@link RestingPusher}. */
export type RestingPusherOptions = {
  source: Pick<MediaSource, "state" | "onChange">;
  destination: PushDestination;
  clock: Clock;
  onStatus: StatusListener;
  /** Makes the pusher that works. @param restingSince it has been told `idle` since then, on the monotonic clock */
  wake(destination: PushDestination, restingSince: number | undefined): Pusher;
};

const nothingDropped: Dropped = { messages: 0, bytes: 0 };

/** Stands for a pusher until its stream has its first session: most targets of a large relay never dial. */
export class RestingPusher implements Pusher {
  readonly #options: RestingPusherOptions;
  #destination: PushDestination;
  #stopListening: (() => void) | undefined;
  #since: number | undefined;
  #awake: Pusher | undefined;

  constructor(options: RestingPusherOptions) {
    this.#options = options;
    this.#destination = options.destination;
  }

  start(): void {
    if (this.#stopListening || this.#awake) return;
    const { source, clock, onStatus } = this.#options;
    if (source.state !== "idle") return this.#wake();
    this.#since = clock.now();
    this.#stopListening = source.onChange(() => {
      if (source.state !== "idle") this.#wake();
    });
    onStatus(this.snapshot());
  }

  update(destination: PushDestination): void {
    this.#destination = destination;
    this.#awake?.update(destination);
  }

  restart(): void {
    this.#awake?.restart();
  }

  async stop(): Promise<void> {
    this.#rest();
    await this.#awake?.stop();
  }

  abandon(): void {
    this.#rest();
    this.#awake?.abandon();
  }

  snapshot(): TargetStatus {
    if (this.#awake) return this.#awake.snapshot();
    const { clock } = this.#options;
    const wall = clock.wall();
    const now = clock.now();
    return {
      state: "idle",
      since: new Date(wall + ((this.#since ?? now) - now)).toISOString(),
      observedAt: new Date(wall).toISOString(),
      source: "relay",
    };
  }

  get dropped(): Dropped {
    return this.#awake?.dropped ?? nothingDropped;
  }

  #wake(): void {
    this.#rest();
    this.#awake = this.#options.wake(this.#destination, this.#since);
    this.#awake.start();
  }

  #rest(): void {
    this.#stopListening?.();
    this.#stopListening = undefined;
  }
}
