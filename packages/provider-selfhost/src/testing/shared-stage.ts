import type { Observation } from "@polycast/core/provider";
import { createRelay, type Relay, type RelayOptions } from "../create-relay.ts";
import { type RelayLink, type SpawnRelay, spawnRelay } from "../relay/spawn-relay.ts";
import type { StoredStream } from "../wanted/stored-stream.ts";
import { Changes } from "./deadline.ts";
import { Encoder } from "./encoder.ts";
import { LogBook } from "./log-book.ts";
import { OwnershipTable } from "./ownership-table.ts";
import { aNewTarget, aStoredStream } from "./records.ts";
import { Sink } from "./sink.ts";

/** One of several relays, with what it has told. */
export class SharedRelay {
  readonly relay: Relay;
  readonly observations: Observation[] = [];
  readonly log = new LogBook();
  /** The way to its thread. */
  link: RelayLink | undefined;
  readonly #changes = new Changes();
  #port = 0;

  constructor(options: RelayOptions) {
    const spawn: SpawnRelay = (events) => (this.link = spawnRelay(events));
    const settings = {
      host: "127.0.0.1",
      rtmpPort: 0,
      allowPrivateTargets: true,
      log: this.log.write,
      ...options,
    };
    this.relay = createRelay(settings, { spawn });
    this.relay.subscribe((observation) => {
      this.observations.push(observation);
      this.#changes.tell();
    });
  }

  get url(): string {
    return `rtmp://127.0.0.1:${this.#port}/live`;
  }

  async start(): Promise<void> {
    this.#port = (await this.relay.start()).rtmp;
  }

  /** The states that it has told of a stream or of a target, one after the other. */
  statesOf(targetId?: string): string[] {
    return this.observations.flatMap((one) => {
      if (one.kind === "stream") return targetId === undefined ? [one.ended ? "ended" : one.status.state] : [];
      return one.kind === "target" && one.targetId === targetId ? [one.status.state] : [];
    });
  }

  /** Resolves when this holds, now or later. */
  until<T>(what: string, check: () => T | undefined | false): Promise<T> {
    return this.#changes.until(what, check);
  }
}

/** Relays that share a stream with one target, `t1`. */
export class SharedStage implements AsyncDisposable {
  readonly table = new OwnershipTable();
  readonly sink: Sink;
  readonly #stack: AsyncDisposableStack;

  private constructor(sink: Sink, stack: AsyncDisposableStack) {
    this.sink = sink;
    this.#stack = stack;
  }

  static async open(): Promise<SharedStage> {
    const stack = new AsyncDisposableStack();
    return new SharedStage(stack.use(await Sink.open()), stack);
  }

  /** What every relay is told to serve. */
  stored(url: `rtmp://${string}` = this.sink.url, differences: Partial<StoredStream> = {}): StoredStream {
    const target = { ...aNewTarget({ destination: { url, streamKey: "key-1" } }), id: "t1", createdAt: "" };
    return aStoredStream({ targets: [target], ...differences });
  }

  /** Starts a relay that knows the stream. `handsOver`: what another one asks for is handed over. */
  async relay(name: string, options: RelayOptions = {}, handsOver = true): Promise<SharedRelay> {
    const ownership = this.table.of(name, (streamId) => handsOver && void shared.relay.handOver([streamId]));
    const shared: SharedRelay = new SharedRelay({ ownership, ...options });
    this.#stack.defer(() => shared.relay.close());
    await shared.relay.put([this.stored()]);
    await shared.start();
    return shared;
  }

  /** Starts an encoder, with the stream's key unless another is given. */
  async encoder(ingest: { url: string }, first = 0, frameBytes?: number, streamKey = "ik_stored"): Promise<Encoder> {
    return this.use(await Encoder.start({ url: ingest.url, streamKey }, first, frameBytes));
  }

  /** Keeps something until the end of the test. */
  use<T extends AsyncDisposable | Disposable>(thing: T): T {
    return this.#stack.use(thing);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}
