import { keepNewest } from "../kernel/keep-newest.ts";
import type { Clock, Stage } from "../kernel/types.ts";
import { laggedStatus } from "./lagged-status.ts";
import type { ResolvedSettings } from "./settings.ts";
import { type PlatformRecord, platformOf, type Store, type StreamRecord } from "./store.ts";

/** Destinations per stream that are remembered as refusing; the oldest is forgotten. */
const maxRefusing = 100;

/** What happens to a stream on air. */
export type StreamChange = "started" | "ended";

type Options = {
  store: Store;
  clock: Clock;
  settings: ResolvedSettings;
  /** Called when a stream is shown online or offline. */
  tell: (stream: StreamRecord, change: StreamChange) => void;
};

/**
 * Streams on air. A stream is online while its encoder sends, and for `encoderTimeoutMs` after that; an enabled platform
 * is online while its stream is and its destination takes the media. A toggle works while live, as the guide on custom
 * destinations says. There are only two words for a platform's status, so a destination that refuses reads `offline`,
 * whether or not it ever could be healed.
 */
export class Session {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #settings: ResolvedSettings;
  readonly #tell: Options["tell"];

  constructor({ store, clock, settings, tell }: Options) {
    this.#store = store;
    this.#clock = clock;
    this.#settings = settings;
    this.#tell = tell;
  }

  /** Gives a new stream its status, and its platforms one each as they come. */
  addStream(fields: Omit<StreamRecord, "status" | "encoder" | "platforms" | "refusing">): StreamRecord {
    const status = laggedStatus(this.#clock, () => this.#shown(stream));
    const platforms = new Map<string, PlatformRecord>();
    const stream: StreamRecord = { ...fields, platforms, encoder: "none", refusing: new Set(), status };
    this.#store.streams.set(stream.id, stream);
    return stream;
  }

  addPlatform(stream: StreamRecord, fields: Omit<PlatformRecord, "status">): PlatformRecord {
    const platform = { ...fields, status: laggedStatus(this.#clock, () => undefined) };
    stream.platforms.set(platform.id, platform);
    this.follow(stream);
    return platform;
  }

  deletePlatform(stream: StreamRecord, platform: PlatformRecord): void {
    platform.status.stop();
    stream.platforms.delete(platform.id);
  }

  deleteStream(stream: StreamRecord): void {
    this.end(stream);
    for (const platform of stream.platforms.values()) platform.status.stop();
    this.#store.streams.delete(stream.id);
  }

  /** To be called after what is wanted of a stream or its platforms has changed. A stream switched off loses its encoder (assumed). */
  follow(stream: StreamRecord): void {
    if (!stream.enabled) this.end(stream);
    const { online } = stream.status;
    for (const platform of stream.platforms.values()) {
      const takes = online && platform.enabled && !stream.refusing.has(addressOf(platform));
      platform.status.follow(takes, online ? this.#settings.timings.platformLagMs : 0);
    }
  }

  end(stream: StreamRecord): void {
    stream.stopWaiting?.();
    delete stream.stopWaiting;
    stream.encoder = "none";
    stream.status.follow(false, 0);
  }

  /** The encoder and the destinations as a test or a person moves them. */
  stage(): Stage {
    const find = (id: string) => this.#store.stream(id);
    return {
      connect: async (id) => this.#connect(find(id)),
      drop: async (id) => this.#drop(find(id)),
      resume: async (id) => this.#resume(find(id)),
      end: async (id) => this.end(find(id)),
      breakTarget: async (id, targetId) => this.#refuse(find(id), targetId, true),
      healTarget: async (id, targetId) => this.#refuse(find(id), targetId, false),
    };
  }

  #connect(stream: StreamRecord): void {
    if (!stream.enabled) throw new Error(`Stream ${stream.id} is disabled and takes no encoder.`);
    if (stream.encoder === "sending") throw new Error(`Stream ${stream.id} has an encoder.`);
    const others = [...this.#store.streams.values()].filter((one) => one !== stream && one.encoder !== "none");
    if (others.length >= (this.#settings.plan.concurrentStreams ?? Infinity)) {
      throw new Error("The plan's number of concurrent streams is reached.");
    }
    stream.stopWaiting?.();
    delete stream.stopWaiting;
    stream.encoder = "sending";
    stream.status.follow(true, this.#settings.timings.streamOnlineMs);
  }

  #drop(stream: StreamRecord): void {
    if (stream.encoder !== "sending") throw new Error(`Stream ${stream.id} has no encoder.`);
    stream.encoder = "gone";
    if (!stream.status.online) stream.status.follow(false, 0);
    stream.stopWaiting = this.#clock.after(this.#settings.timings.encoderTimeoutMs, () => this.end(stream));
  }

  #resume(stream: StreamRecord): void {
    if (stream.encoder !== "sending") this.#connect(stream);
  }

  #refuse(stream: StreamRecord, platformId: string, refuses: boolean): void {
    const address = addressOf(platformOf(stream, platformId));
    stream.refusing.delete(address);
    if (refuses) stream.refusing.add(address);
    keepNewest(stream.refusing, maxRefusing);
    this.follow(stream);
  }

  #shown(stream: StreamRecord): void {
    const { online } = stream.status;
    if (online) stream.onlineAt = this.#clock.now();
    this.follow(stream);
    this.#tell(stream, online ? "started" : "ended");
  }
}

/** A linked platform has no address of its own: its id stands for it. */
function addressOf({ id, server, key }: PlatformRecord): string {
  return server === undefined ? id : `${server} ${key ?? ""}`;
}
