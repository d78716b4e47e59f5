import type { Log } from "@polycast/core/provider";
import type { Cancel, Clock } from "../hub/clock.ts";
import { errorFields } from "../hub/log.ts";
import { hashStreamKey } from "../ingest/stream-key.ts";
import { createRtmpServer, type RtmpServer, type RtmpServerOptions } from "../rtmp/server.ts";
import type { OnPublish } from "../rtmp/server-types.ts";
import type { RelayPorts, RelaySettings, WantedStream } from "./messages.ts";
import { RefusalLog } from "./refusal-log.ts";
import { refusals } from "./refusals.ts";
import type { RelayStream } from "./relay-stream.ts";
import type { Shared } from "./share-streams.ts";

/** How often silence is looked for, in milliseconds. */
const TICK_MS = 250;
/** Numbers are told with every nth look. */
const TICKS_PER_REPORT = 8;
/** A look that comes so much too late finds unread what has arrived meanwhile, so it cannot tell silence. */
const LATE_MS = 1_000;

/** What the relay needs of a stream. */
export type ServedStream = { readonly [K in keyof RelayStream]: RelayStream[K] };

export type RelayServerDeps = {
  clock: Clock;
  log: Log;
  createStream(wanted: WantedStream): ServedStream;
  /** Absent: nobody else serves these streams. */
  shared?: Pick<Shared, "serve" | "forget" | "fence">;
};

/** Admits publishers by the hash of their key, and serves every stream that is wanted. */
export class RelayServer {
  readonly #settings: RelaySettings;
  readonly #deps: RelayServerDeps;
  readonly #refusals: RefusalLog;
  readonly #crowds: RefusalLog;
  readonly #latecomers: RefusalLog;
  readonly #streams = new Map<string, ServedStream>();
  /** Removed, with targets that are still being closed. */
  readonly #leaving = new Map<string, { stream: ServedStream; closing: Promise<void> }>();
  readonly #byKeyHash = new Map<string, ServedStream>();
  readonly #servers: RtmpServer[] = [];
  #cancelTick: Cancel = () => {};
  #ticks = 0;
  #isDraining = false;
  #isDrained = false;

  constructor(settings: RelaySettings, deps: RelayServerDeps) {
    this.#settings = settings;
    this.#deps = deps;
    this.#refusals = new RefusalLog(deps.clock, deps.log, "an encoder was refused: unknown stream key");
    this.#latecomers = new RefusalLog(deps.clock, deps.log, `an encoder was refused: ${refusals.draining.reason}`);
    deps.shared?.serve({ held: () => this.#held(), lose: (ids) => this.lose(ids) });
    this.#crowds = new RefusalLog(deps.clock, deps.log, "a connection was refused: too many that do not publish");
  }

  /** @throws the listen error, e.g. with code `EADDRINUSE` */
  async open(): Promise<RelayPorts> {
    const { rtmpPort, rtmps } = this.#settings;
    const rtmp = await this.#listen({ port: rtmpPort });
    this.#tickLater();
    if (!rtmps) return { rtmp };
    const { port, cert, key } = rtmps;
    return { rtmp, rtmps: await this.#listen({ port, tls: { cert, key } }) };
  }

  put(wanted: WantedStream): void {
    // One that is leaving is taken back: it knows which connections have to be closed before others are opened.
    const known = this.#streams.get(wanted.id) ?? this.#leaving.get(wanted.id)?.stream;
    const stream = known ?? this.#deps.createStream(wanted);
    this.#leaving.delete(wanted.id);
    this.#streams.set(wanted.id, stream);
    this.#forgetKey(stream);
    stream.put(wanted);
    this.#byKeyHash.set(stream.keyHash, stream);
  }

  /** Resolves when its connections are closed. */
  async remove(id: string): Promise<void> {
    const stream = this.#streams.get(id);
    if (!stream) return;
    this.#streams.delete(id);
    this.#forgetKey(stream);
    const closing = stream.close();
    this.#leaving.set(id, { stream, closing });
    await closing;
    if (this.#leaving.get(id)?.closing === closing) this.#leaving.delete(id);
  }

  end(id: string): void {
    this.#streams.get(id)?.end();
  }

  restart(streamId: string, targetId: string): void {
    this.#streams.get(streamId)?.restart(targetId);
  }

  /** These are another relay's by now. */
  lose(ids: readonly string[]): void {
    this.#deps.shared?.forget(ids);
    for (const id of ids) (this.#streams.get(id) ?? this.#leaving.get(id)?.stream)?.lose();
  }

  /** Another relay has their encoders; resolves when they are given back, as far as they can be. */
  async handOver(ids: readonly string[]): Promise<void> {
    await Promise.all(ids.map(async (id) => this.#streams.get(id)?.handOver()));
  }

  /** Tells once more how the streams are that are ours, and their targets. */
  tellAgain(): void {
    for (const stream of this.#streams.values()) stream.tellAgain();
  }

  /**
   * Lets in only the encoders of sessions that are under way. Resolves when these are over, or have been passed on to other
   * relays at the deadline, and everything is closed and given back.
   */
  async drain(deadlineMs: number): Promise<void> {
    const { clock } = this.#deps;
    const deadline = clock.now() + deadlineMs;
    this.#isDraining = true;
    const onAir = (): ServedStream[] => [...this.#streams.values()].filter(({ sessionId }) => sessionId !== undefined);
    for (const stream of this.#streams.values()) if (stream.sessionId === undefined) stream.end();
    while (onAir().length > 0 && clock.now() < deadline) {
      const later = Promise.withResolvers<void>();
      clock.after(Math.min(TICK_MS, deadline - clock.now()), later.resolve);
      await later.promise;
    }
    // Whoever returns from here on is to go to another relay.
    this.#isDrained = true;
    await Promise.all(Array.from(this.#streams.values(), (stream) => stream.passOn()));
  }

  /** Takes no more publishers, ends the sessions, and closes the targets cleanly. */
  async close(): Promise<void> {
    this.#cancelTick();
    // Streams first: their encoders hear that it is over, not that the connection broke.
    const streams = Array.from(this.#streams.values(), (stream) => stream.close());
    const leaving = Array.from(this.#leaving.values(), ({ closing }) => closing);
    const servers = this.#servers.map((server) => server.close());
    this.#streams.clear();
    this.#byKeyHash.clear();
    await Promise.all([...servers, ...streams, ...leaving]);
    this.#deps.shared?.fence.stop();
  }

  #held(): string[] {
    const leaving = Array.from(this.#leaving, ([id, { stream }]) => [id, stream] as const);
    return [...this.#streams, ...leaving].filter(([, { isOurs }]) => isOurs).map(([id]) => id);
  }

  async #listen(where: Pick<RtmpServerOptions, "port" | "tls">): Promise<number> {
    const server = await createRtmpServer({
      ...where,
      host: this.#settings.host,
      onPublish: this.#onPublish,
      onTurnedAway: (from) => this.#crowds.refused(from),
      onError: (error, { remoteAddress: from, publishing }) =>
        this.#deps.log("debug", "a peer misbehaved", { ...errorFields(error), from, publishing }),
    });
    this.#servers.push(server);
    return server.port;
  }

  #onPublish: OnPublish = (request, connection) => {
    // Some encoders append a query to the key; ours hold none.
    const streamKey = request.streamName.split("?", 1)[0] ?? "";
    const stream = this.#byKeyHash.get(hashStreamKey(streamKey));
    const isUnderWay = stream?.sessionId !== undefined && !this.#isDrained;
    if (stream && this.#isDraining && !isUnderWay) {
      const { code, description } = refusals.draining;
      this.#latecomers.refused(request.remoteAddress);
      return { accept: false, code, description };
    }
    if (stream) return stream.publish(request, connection);
    this.#refusals.refused(request.remoteAddress);
    return { accept: false, code: "NetStream.Publish.Denied", description: "Unknown stream key." };
  };

  /** A key that another stream has taken over stays that one's. */
  #forgetKey(stream: ServedStream): void {
    if (this.#byKeyHash.get(stream.keyHash) === stream) this.#byKeyHash.delete(stream.keyHash);
  }

  #tickLater(): void {
    const { clock } = this.#deps;
    const dueAt = clock.now() + TICK_MS;
    this.#cancelTick = clock.after(TICK_MS, () => this.#tick(clock.now() - dueAt > LATE_MS));
  }

  #tick(isLate: boolean): void {
    const isReport = ++this.#ticks % TICKS_PER_REPORT === 0;
    for (const stream of this.#streams.values()) {
      try {
        if (!isLate) stream.lookForSilence();
        if (isReport) stream.tellNumbers();
      } catch (error) {
        this.#deps.log("error", "a stream could not be looked after", errorFields(error));
      }
    }
    this.#tickLater();
  }
}
