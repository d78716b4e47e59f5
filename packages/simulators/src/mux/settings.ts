import { realClock } from "../kernel/clock.ts";
import type { Clock, SimulatorSettings } from "../kernel/types.ts";

/** Token buckets, one for POST and one for all other methods. */
export type MuxRateLimits = { postPerSecond: number; postBurst: number; otherPerSecond: number; otherBurst: number };

/** POST 1/s, others 5/s (mux.com/docs, "API rate limits"); the size of the short bursts that it allows is assumed. */
export const documentedMuxRateLimits: MuxRateLimits = {
  postPerSecond: 1,
  postBurst: 5,
  otherPerSecond: 5,
  otherBurst: 15,
};

/** How long things take, in milliseconds. */
export type MuxTimings = {
  /** From `connected` to `recording`. Default 0. */
  firstFrameMs: number;
  /** From `recording` to `active`. Default 0. */
  activeMs: number;
  /** From `starting` to `broadcasting` or `errored`. Default 0. */
  targetConnectMs: number;
  /** From the mending of a destination to the attempt that succeeds. Default 0. */
  targetRetryMs: number;
  /** From `complete` until the encoder's connection is closed. Default 60 000. */
  closeAfterCompleteMs: number;
  /** A `test` stream is disabled when it has been active for so long. Default 300 000. */
  testLimitMs: number;
};

/** What the documentation leaves open, or what differs between its pages and what has been seen. All off by default. */
export type MuxQuirks = {
  /** Target events without `live_stream_id`, which the schema allows. */
  withoutLiveStreamId: boolean;
  /** Events without `attempts`, as one documented payload is. */
  withoutAttempts: boolean;
  /**
   * Events with the oddities of the samples of Mux's command line tool: object type `live-stream`, states outside of
   * the enumeration (`connected`, `recording`, `disconnected`, `deleted`), neither `error_severity` nor `live_stream_id`.
   */
  sampleEvents: boolean;
  /** complete, disable and enable answer `{"data":{}}`, as an older contract showed, instead of nothing. */
  dataInActionAnswers: boolean;
  /** Targets may be created and deleted while the stream is disabled ("not active" in the guide, "idle" in the contract). */
  targetsWhileDisabled: boolean;
  /** No live streams on the account's plan: creating one is refused. The words are those of a public project's test. */
  freePlan: boolean;
  /** 429 carries `Retry-After`. Nothing says that Mux sends it. */
  retryAfter: boolean;
};

export type MuxSimulatorSettings = SimulatorSettings & {
  /** Default `sim-token-id`. */
  tokenId?: string;
  /** Default `sim-token-secret`. */
  tokenSecret?: string;
  /** Endpoints that are there from the beginning, as if made in the dashboard. */
  webhooks?: readonly { url: string; secret: string }[];
  /** Default `off`. */
  rateLimits?: "off" | MuxRateLimits;
  timings?: Partial<MuxTimings>;
  quirks?: Partial<MuxQuirks>;
};

/** Settings with every default filled in. */
export type ResolvedMuxSettings = Required<Omit<MuxSimulatorSettings, "clock" | "fetch" | "timings" | "quirks">> & {
  clock: Clock;
  fetch: typeof globalThis.fetch | undefined;
  timings: MuxTimings;
  quirks: MuxQuirks;
};

export function resolveMuxSettings(settings: MuxSimulatorSettings): ResolvedMuxSettings {
  return {
    clock: settings.clock ?? realClock(),
    fetch: settings.fetch,
    tokenId: settings.tokenId ?? "sim-token-id",
    tokenSecret: settings.tokenSecret ?? "sim-token-secret",
    webhooks: settings.webhooks ?? [],
    rateLimits: settings.rateLimits ?? "off",
    timings: {
      firstFrameMs: 0,
      activeMs: 0,
      targetConnectMs: 0,
      targetRetryMs: 0,
      closeAfterCompleteMs: 60_000,
      testLimitMs: 300_000,
      ...settings.timings,
    },
    quirks: {
      withoutLiveStreamId: false,
      withoutAttempts: false,
      sampleEvents: false,
      dataInActionAnswers: false,
      targetsWhileDisabled: false,
      freePlan: false,
      retryAfter: false,
      ...settings.quirks,
    },
  };
}
