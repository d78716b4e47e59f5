import type { Log, Observation, Session } from "@polycast/core/provider";
import type { Claim, Left } from "../ownership/ownership.ts";

/** Everything that is needed to dial a target. Holds the stream key: it goes to the relay and nowhere else. */
export type DialPlan = {
  protocol: "rtmp" | "rtmps";
  host: string;
  port: number;
  app: string;
  tcUrl: string;
  streamKey: string;
};

/** A target as the relay shall push it. */
export type WantedTarget = {
  id: string;
  enabled: boolean;
  plan: DialPlan;
  /** Grows with every edit of the destination, also one that changes nothing: it is another chance after a failure. */
  revision: number;
  /** Codecs that the destination takes, where that is known. */
  acceptedVideoCodecs?: string[];
  acceptedAudioCodecs?: string[];
};

/** A stream as the relay shall serve it, complete: what is not in `targets` is not pushed to. */
export type WantedStream = {
  id: string;
  enabled: boolean;
  /** SHA-256 of the ingest key, hex: enough to admit a publisher. */
  keyHash: string;
  /** The session that a relay which is new to the stream goes on with, if its encoder returns in time. */
  session?: Session;
  /** Where several relays share the streams: is it this one's already? */
  isOwned?: boolean;
  targets: WantedTarget[];
};

/** How the relay runs. */
export type RelaySettings = {
  host: string;
  rtmpPort: number;
  rtmps?: { port: number; cert: string; key: string };
  /** May targets be at loopback and private addresses? */
  allowPrivateTargets: boolean;
  /** Milliseconds that a stream stays `reconnecting` after its encoder went away without a goodbye. */
  reconnectWindowMs: number;
};

/** Ports that are really bound, which differ from the settings where those say 0. */
export type RelayPorts = { rtmp: number; rtmps?: number };

/** What the relay is asked to do; each is answered by a `done` with the same number. */
export type Command =
  /**
   * Comes first. `firstSequence`: observations are numbered from above it. `isShared`: other relays serve the same streams,
   * so each one is asked for before anything is pushed.
   */
  | { type: "prepare"; settings: RelaySettings; firstSequence: number; isShared: boolean }
  /** Opens the ports. What the first encoder may ask for was put before. */
  | { type: "open" }
  | { type: "put"; streams: WantedStream[] }
  | { type: "remove"; streamId: string }
  | { type: "end"; streamId: string }
  | { type: "restart"; streamId: string; targetId: string }
  /** These are another relay's by now. */
  | { type: "lose"; streamIds: string[] }
  /** Another relay has their encoders. */
  | { type: "handOver"; streamIds: string[] }
  /** How everything is that is ours is told once more, with new numbers. */
  | { type: "tellAgain" }
  /** Sessions may go on for so long. Done when there are none, and all is given back. */
  | { type: "drain"; deadlineMs: number }
  | { type: "close" };

/** What the relay has to ask where several share the streams; each is answered by an `answer` with the same number. */
export type Ask =
  | { type: "claim"; streamId: string }
  | { type: "release"; streamId: string; left: Left }
  | { type: "confirm"; streamIds: readonly string[] };

/** `failed`: nobody can tell. */
export type AskAnswer =
  | { type: "claim"; claim: Claim }
  | { type: "release" }
  | { type: "confirm"; ours: ReadonlySet<string> }
  | { type: "failed"; message: string };

/** From the thread that asks to the relay's. */
export type ToRelay =
  | { type: "command"; number: number; command: Command }
  | { type: "answer"; number: number; answer: AskAnswer }
  /** What was told has been read: more may be sent. */
  | { type: "read" };

/** A failure in a form that crosses threads. */
export type RelayFailure = { code: string; message: string };

/** One line of the relay's log. */
export type LogEntry = Parameters<Log>;

/** From the relay's thread to the one that asks. */
export type FromRelay =
  /** With what the command has caused. */
  | { type: "done"; number: number; observations: Observation[]; ports?: RelayPorts; failure?: RelayFailure }
  /** With what was observed before: whoever hears of a release has heard everything that the owner said. */
  | { type: "ask"; number: number; ask: Ask; observations: Observation[] }
  /** Nobody wants the answer any more; it comes all the same. */
  | { type: "withdraw"; number: number }
  | { type: "told"; observations: Observation[]; log: LogEntry[] };
