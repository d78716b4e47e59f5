import { createMultistream, type Ingest, type Multistream, type Stream, type Target } from "@polycast/core";
import { createSelfhost } from "../create-selfhost.ts";
import { type RelayLink, type SpawnRelay, spawnRelay } from "../relay/spawn-relay.ts";
import type { SelfhostSettings } from "../settings.ts";
import { Encoder } from "./encoder.ts";
import { LogBook } from "./log-book.ts";
import { Sink } from "./sink.ts";
import { WatchLog } from "./watch-log.ts";

/** A relay in its thread, on free ports, with what is needed to try it. */
export class LiveStage implements AsyncDisposable {
  readonly live: Multistream;
  readonly watch: WatchLog;
  /** The relays that were started. */
  readonly links: RelayLink[];
  readonly log: LogBook;
  readonly #stack: AsyncDisposableStack;

  private constructor(parts: Pick<LiveStage, "live" | "watch" | "links" | "log">, stack: AsyncDisposableStack) {
    this.live = parts.live;
    this.watch = parts.watch;
    this.links = parts.links;
    this.log = parts.log;
    this.#stack = stack;
  }

  static async open(settings: SelfhostSettings = {}): Promise<LiveStage> {
    const stack = new AsyncDisposableStack();
    const links: RelayLink[] = [];
    const log = new LogBook();
    const spawn: SpawnRelay = (events) => {
      const link = spawnRelay(events);
      links.push(link);
      return link;
    };
    const adapter = createSelfhost(
      { host: "127.0.0.1", rtmpPort: 0, allowPrivateTargets: true, ...settings },
      { spawn },
    );
    const live = stack.use(createMultistream({ provider: adapter }));
    const { signal } = new AbortController();
    await adapter.start?.({ signal, log: log.write });
    const watch = stack.use(await WatchLog.start(live));
    return new LiveStage({ live, watch, links, log }, stack);
  }

  /** Keeps something until the end of the test. */
  use<T extends AsyncDisposable | Disposable>(thing: T): T {
    return this.#stack.use(thing);
  }

  /** Opens a destination. */
  async sink(options?: Parameters<typeof Sink.open>[0]): Promise<Sink> {
    return this.use(await Sink.open(options));
  }

  /** Makes a stream with one target per destination, named a, b, c. */
  async stream(...urls: readonly `rtmp${"" | "s"}://${string}`[]): Promise<StagedStream> {
    const targets = urls.map((url, index) => {
      const name = String.fromCodePoint(97 + index);
      return { name, destination: { url, streamKey: `key-${name}` } };
    });
    const { stream, ingest } = await this.live.streams.create({ name: "Show", targets });
    const [first] = ingest;
    if (first?.protocol !== "rtmp") throw new Error("there is no RTMP ingest");
    return { stream, ingest: first, targets: stream.targets ?? [] };
  }

  /** Starts an encoder. */
  async encoder(ingest: Extract<Ingest, { streamKey: string }>, first = 0): Promise<Encoder> {
    return this.use(await Encoder.start(ingest, first));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

/** A stream with what one needs to work with it. */
export type StagedStream = {
  stream: Stream;
  ingest: Extract<Ingest, { protocol: "rtmp" }>;
  targets: Target[];
};

/** The nth of a list that is long enough. */
export function nth<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`there is no item ${index}`);
  return item;
}
