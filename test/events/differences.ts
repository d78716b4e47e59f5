/** Part of the events of one session, in words: `live` for `target.live`, `retrying(refused)` with its reason, … */
export type Difference = {
  of: "stream" | "target" | "failing target";
  /** Part of the common telling; every place where it stands is meant. */
  instead: string;
  /** What this provider's events say there. */
  comes: string;
  because: string;
};

/** What one session tells. Of targets as the relay does, which sees every step. */
export const common = {
  stream: "created live reconnecting live ended",
  target: "created connecting live idle connecting live idle",
  "failing target": "created connecting live retrying(closed_by_destination) connecting live idle connecting live idle",
} as const satisfies Record<Difference["of"], string>;

const NO_CONNECTING =
  "Castr has no word for it: it is assumed where a look falls between the stream's coming online and the target's.";

/** Where a provider's telling differs, and why. The same table stands in docs/events.md. */
export const differences: Readonly<Record<string, readonly Difference[]>> = {
  selfhost: [],
  mux: [
    {
      of: "stream",
      instead: "live ended",
      comes: "live reconnecting ended",
      because: "Mux tells of every end as of a lost encoder first: disconnected, then idle.",
    },
    {
      of: "failing target",
      instead: "retrying(closed_by_destination) connecting",
      comes: "retrying(provider_reports_error)",
      because: "Mux says no cause, and of its further attempts only the one that succeeds.",
    },
  ],
  livepeer: [
    {
      of: "stream",
      instead: "reconnecting",
      comes: "ended",
      because: "Livepeer has no reconnect window: a stream is idle as soon as its encoder is lost.",
    },
    {
      of: "failing target",
      instead: "retrying(closed_by_destination) connecting",
      comes: "retrying(provider_reports_error)",
      because: "Livepeer says no cause, and of its further attempts only the one that succeeds.",
    },
  ],
  castr: [
    {
      of: "stream",
      instead: "reconnecting",
      comes: "ended",
      because: "Castr knows online and offline: after its timeout a lost encoder is an end.",
    },
    {
      of: "target",
      instead: "connecting live",
      comes: "live",
      because: NO_CONNECTING,
    },
    {
      of: "failing target",
      instead: "retrying(closed_by_destination) connecting",
      comes: "retrying(provider_reports_error)",
      because: "Offline while its stream is online is all that Castr tells.",
    },
    {
      of: "failing target",
      instead: "connecting live",
      comes: "live",
      because: NO_CONNECTING,
    },
  ],
};

/** Who tells the facts of a session, by the events' `source`; what is read besides may be quicker now and then. */
export const tellers: Readonly<Record<string, string>> = {
  selfhost: "relay",
  mux: "webhook",
  livepeer: "webhook",
  castr: "poll",
};
