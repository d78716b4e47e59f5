import type { AdapterPage, Observation } from "@polycast/core/provider";
import type { RelayPorts } from "./relay/messages.ts";
import type { SeenStream } from "./relay/seen.ts";
import type { StoredStream } from "./wanted/stored-stream.ts";

/** What a relay is asked to do besides what is wanted of it. Of no effect on a stream that is not on air. */
export type RelayCommand =
  /** Closes a target's connection and dials again, also after `failed`. */
  | { kind: "restart"; streamId: string; targetId: string }
  /** Ends the session and sends the encoder away; it may come back. */
  | { kind: "end"; streamId: string };

/**
 * What is known of a stream at the moment of reading: `at_rest`, no relay has it; `held`, a relay has it and tells by
 * itself how it is; or what the relay has last told.
 */
export type Seen = "at_rest" | "held" | SeenStream;

/** A stream as it is kept, with what is known of it. */
export type KeptStream = { stream: StoredStream; seen: Seen };

/**
 * What lies between the adapter and the relays: keeps what is wanted, passes it on, and brings back what is seen. With one
 * given to `selfhost()` the adapter opens no port and no thread; whoever implements it (a gateway, over the store that it
 * shares with the relays) hands everything that is `put` to every relay. Every method throws MultistreamError only.
 */
export type RelayPort = {
  /** Undefined: there is no such stream. */
  get(streamId: string): Promise<KeptStream | undefined>;
  /** A page, newest first. @throws MultistreamError `invalid_argument` for a cursor that is not from this list */
  list(query: { cursor?: string; limit: number }): Promise<AdapterPage<KeptStream>>;
  /**
   * Keeps the stream, whole, in the place of what was kept under its id; resolves when it is kept, however far the relays
   * are. A new ingest key sends away the encoder that came with the old one. The adapter makes one change of a stream at
   * a time; where several processes change streams, the host sees to that.
   */
  put(stream: StoredStream): Promise<void>;
  /** A stream that is gone already is a success. */
  remove(streamId: string): Promise<void>;
  /** Resolves when it is sure to reach the relay that has the stream. */
  command(command: RelayCommand): Promise<void>;
  /** Tells every observation of the relays to the listener until the returned function is called. */
  subscribe(listener: (observation: Observation) => void): () => void;
  /**
   * Is there a relay that takes what is wanted? Asked before something is made and after something was changed: a change
   * that is kept and that nobody takes fails with this, as not applied. Absent: there always is.
   *
   * @throws MultistreamError `provider_unavailable` with the outcome `not_applied` where there is none
   */
  taken?(): Promise<void>;
  /** The ports that encoders connect to, where they are known better than from the settings. */
  ports?(): Promise<RelayPorts | undefined>;
};
