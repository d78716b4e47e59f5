import type { Log } from "@polycast/core/provider";
import type { Cancel, Clock } from "../hub/clock.ts";
import { hashStreamKey } from "../ingest/stream-key.ts";
import { createRtmpServer, type RtmpServer } from "../rtmp/server.ts";
import type { OnPublish } from "../rtmp/server-types.ts";
import type { RelayPorts, RelaySettings, WantedStream } from "./messages.ts";
import type { RelayStream } from "./relay-stream.ts";

/** How often silence is looked for and numbers are told, in milliseconds. */
const TICK_MS = 1_000;

export type RelayDeps = { clock: Clock; log: Log; createStream(wanted: WantedStream): RelayStream };

/** The relay: admits publishers by the hash of their key, and serves every stream that is wanted. */
export class Relay {
  readonly #settings: RelaySettings;
  readonly #deps: RelayDeps;
  readonly #streams = new Map<string, RelayStream>();
  readonly #byKeyHash = new Map<string, RelayStream>();
  readonly #servers: RtmpServer[] = [];
  #cancelTick: Cancel = () => {};

  constructor(settings: RelaySettings, deps: RelayDeps) {
    this.#settings = settings;
    this.#deps = deps;
  }

  /** @throws the listen error, e.g. with code `EADDRINUSE` */
  async open(): Promise<RelayPorts> {
    const { host, rtmpPort, rtmps } = this.#settings;
    const onError = (error: Error): void => this.#deps.log("debug", "a peer misbehaved", { cause: error.message });
    const rtmp = await createRtmpServer({ host, port: rtmpPort, onPublish: this.#onPublish, onError });
    this.#servers.push(rtmp);
    this.#tick();
    if (!rtmps) return { rtmp: rtmp.port };
    const { port, cert, key } = rtmps;
    const secure = await createRtmpServer({ host, port, tls: { cert, key }, onPublish: this.#onPublish, onError });
    this.#servers.push(secure);
    return { rtmp: rtmp.port, rtmps: secure.port };
  }

  put(wanted: WantedStream): void {
    const stream = this.#streams.get(wanted.id) ?? this.#deps.createStream(wanted);
    this.#streams.set(wanted.id, stream);
    this.#byKeyHash.delete(stream.keyHash);
    stream.put(wanted);
    this.#byKeyHash.set(stream.keyHash, stream);
  }

  async remove(id: string): Promise<void> {
    const stream = this.#streams.get(id);
    if (!stream) return;
    this.#streams.delete(id);
    this.#byKeyHash.delete(stream.keyHash);
    await stream.close();
  }

  end(id: string): void {
    this.#streams.get(id)?.end();
  }

  restart(streamId: string, targetId: string): void {
    this.#streams.get(streamId)?.restart(targetId);
  }

  /** Takes no more publishers, ends the sessions, and closes the targets cleanly. */
  async close(): Promise<void> {
    this.#cancelTick();
    const servers = this.#servers.map((server) => server.close());
    const streams = Array.from(this.#streams.values(), (stream) => stream.close());
    this.#streams.clear();
    this.#byKeyHash.clear();
    await Promise.all([...servers, ...streams]);
  }

  #onPublish: OnPublish = (request, connection) => {
    // Some encoders append a query to the key; ours hold none.
    const streamKey = request.streamName.split("?", 1)[0] ?? "";
    const stream = this.#byKeyHash.get(hashStreamKey(streamKey));
    if (stream) return stream.publish(request, connection);
    this.#deps.log("warn", "an encoder was refused: unknown stream key", { from: request.remoteAddress });
    return { accept: false, code: "NetStream.Publish.Denied", description: "Unknown stream key." };
  };

  #tick(): void {
    for (const stream of this.#streams.values()) stream.tick();
    this.#cancelTick = this.#deps.clock.after(TICK_MS, () => this.#tick());
  }
}
