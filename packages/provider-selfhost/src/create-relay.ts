import { type Log, type Observation, parseInput, type TargetRef } from "@polycast/core/provider";
import { errorFields } from "./hub/log.ts";
import type { Ownership } from "./ownership/ownership.ts";
import { HostedRelay, type TargetNumbers } from "./relay/hosted-relay.ts";
import type { RelayPorts, WantedStream } from "./relay/messages.ts";
import type { SpawnRelay } from "./relay/spawn-relay.ts";
import { resolveSettings, type SelfhostSettings, selfhostSettingsSchema } from "./settings.ts";
import type { StoredStream } from "./wanted/stored-stream.ts";
import { toWanted } from "./wanted/to-wanted.ts";

/** Settings of {@link createRelay}. */
export type RelayOptions = SelfhostSettings & {
  /** Which relay pushes which stream, where several share them; absent: this one pushes everything. */
  ownership?: Ownership;
  /** Default: nothing is logged. */
  log?: Log;
};

/** How long sessions may go on while a relay is drained, unless said otherwise, in milliseconds. */
const DRAIN_MS = 600_000;

/** A relay that takes what is wanted from whoever keeps it, and pushes media; it runs in a thread of this process. */
export type Relay = {
  /**
   * Opens the ports. What is to be known when the first encoder comes is to be `put` before.
   *
   * @throws MultistreamError `conflict` when a port is taken, `invalid_argument` when it cannot be bound
   */
  start(): Promise<RelayPorts>;
  /**
   * Makes these streams wanted, each complete, at any time; those that are not named stay. What is as it was is not
   * disturbed: other targets of a stream keep their connections. A stream that cannot be served is logged and left out.
   *
   * @throws MultistreamError `provider_unavailable` when the thread dies over it; they are wanted all the same
   */
  put(streams: readonly StoredStream[]): Promise<void>;
  /** Serves them no more: sessions end, targets are closed cleanly. What is not there is a success. */
  remove(streamIds: readonly string[]): Promise<void>;
  /** Closes a target's connection and dials again. Of no effect unless the stream is on air here. */
  restart(ref: TargetRef): Promise<void>;
  /** Ends the session and sends the encoder away; it may come back. Of no effect unless it is here. */
  end(streamId: string): Promise<void>;
  /** They are another relay's by now: their connections are cut without another byte, their encoders sent away. */
  lost(streamIds: readonly string[]): Promise<void>;
  /**
   * Another relay has their encoders and asks for them: targets are closed cleanly, and the stream is released with its
   * session, which goes on there. One whose encoder delivers here stays. Resolves when that is done.
   */
  handOver(streamIds: readonly string[]): Promise<void>;
  /**
   * Tells what is seen of the streams that are this relay's, numbered by the clock in microseconds. A new owner's numbers
   * are above the last owner's if the clocks of both differ by less than the time between them: at least the 5 s that are
   * waited after a lease has run out, but only milliseconds after a release. So a release comes with the last number, and a
   * claim that hands it on makes any difference bearable.
   */
  subscribe(listener: (observation: Observation) => void): () => void;
  /**
   * Tells listeners once more how everything is that is this relay's, with new numbers: somebody else may have said that
   * nobody knows.
   */
  tellAgain(): Promise<void>;
  /** The numbers of all targets that are not at rest, at most 2 s old. For reports: they are not told to listeners. */
  counters(): TargetNumbers[];
  /**
   * Refuses encoders, apart from those of sessions that are under way here, with a word that stands for a server which
   * shuts down. Resolves when all sessions are over and released. After the deadline (default 10 min) they are released as
   * they are: an encoder that comes to another relay within the reconnect window goes on in its session.
   */
  drain(options?: { deadlineMs?: number }): Promise<void>;
  /** Ends everything cleanly within 5 s, and releases it. */
  close(): Promise<void>;
};

/**
 * The relay half by itself, for a host that keeps what is wanted in a place that several relays read.
 *
 * @param parts.spawn starts the relay; in a thread of this process by default
 * @throws MultistreamError `invalid_argument` when a setting does not fit
 */
export function createRelay(
  { ownership, log = () => {}, ...settings }: RelayOptions,
  parts: { spawn?: SpawnRelay } = {},
): Relay {
  const given = parseInput(selfhostSettingsSchema, settings, "settings of createRelay()");
  const { relay: resolved } = resolveSettings(given, process.env);
  const relay = new HostedRelay(resolved, { log, ...parts, ...(ownership ? { ownership } : {}) });

  /** One damaged stream must not keep the others down. */
  const wantedOf = (stored: StoredStream): WantedStream[] => {
    try {
      return [toWanted(stored)];
    } catch (error) {
      log("error", "a stream cannot be served", { stream: stored.id, ...errorFields(error) });
      return [];
    }
  };

  return {
    async start() {
      await relay.open();
      const { ports } = relay;
      if (!ports) throw new Error("a relay that is open has ports");
      return ports;
    },
    put: (streams) => relay.put(streams.flatMap(wantedOf)),
    remove: (streamIds) => relay.remove(streamIds),
    restart: (ref) => relay.restart(ref),
    end: (streamId) => relay.end(streamId),
    lost: (streamIds) => relay.lose(streamIds),
    handOver: (streamIds) => relay.handOver(streamIds),
    subscribe: (listener) => relay.subscribe(listener),
    tellAgain: () => relay.tellAgain(),
    counters: () => relay.counters(),
    drain: ({ deadlineMs = DRAIN_MS } = {}) => relay.drain(deadlineMs),
    close: () => relay.close(),
  };
}
