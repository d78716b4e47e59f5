import type { Log, Observation, Session } from "@polycast/core/provider";

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
  /** `firstSequence`: observations are numbered from above it. */
  | { type: "open"; settings: RelaySettings; firstSequence: number; streams: WantedStream[] }
  | { type: "put"; stream: WantedStream }
  | { type: "remove"; streamId: string }
  | { type: "end"; streamId: string }
  | { type: "restart"; streamId: string; targetId: string }
  | { type: "close" };

/** From the thread that asks to the relay's. */
export type ToRelay =
  | { type: "command"; number: number; command: Command }
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
  | { type: "told"; observations: Observation[]; log: LogEntry[] };
