import type { StreamStatus, TargetStatus } from "@polycast/core/provider";
import type { LiveStream } from "./wire/live-stream.ts";
import type { Platform } from "./wire/platform.ts";

/** Milliseconds in which a target may come up before its `offline` counts as trouble. */
export const GRACE_MS = 30_000;

/** Under which circumstances an answer of Castr's was read. */
export type Reading = {
  /** `assumed`: it was made just now and its state was not told; nobody has its key yet. */
  source: "api" | "poll" | "assumed";
  /** Our clock, milliseconds since 1970. */
  at: number;
  /** For how long, in milliseconds, the stream is known to be online with this platform enabled. */
  waitedMs(platformId: string): number;
};

/** What Castr says of a stream, in the model's words. */
export function mapStreamStatus(
  stream: Pick<LiveStream, "enabled" | "broadcasting_status">,
  reading: Reading,
): StreamStatus {
  const seen = seenIn(reading);
  if (stream.enabled === false) return { state: "disabled", ...seen, native: "enabled: false" };
  switch (stream.broadcasting_status) {
    case undefined:
      return { state: reading.source === "assumed" ? "idle" : "unknown", ...seen };
    case "online":
      return { state: "live", ...seen, native: "online" };
    case "offline":
      return { state: "idle", ...seen, native: "offline" };
    default:
      return { state: "unknown", ...seen, native: stream.broadcasting_status };
  }
}

/** What Castr says of a platform, in the model's words. All but `online` and `enabled` is inferred from the stream. */
export function mapTargetStatus(
  platform: Pick<Platform, "_id" | "enabled" | "broadcasting_status">,
  stream: Pick<StreamStatus, "state">,
  reading: Reading,
): TargetStatus {
  const seen = seenIn(reading);
  if (platform.enabled === false) return { state: "disabled", ...seen, native: "enabled: false" };
  const word = platform.broadcasting_status;
  const native = word === undefined ? {} : { native: word };
  if (stream.state === "idle" || stream.state === "disabled") return { state: "idle", ...seen, ...native };
  if (stream.state !== "live" || (word !== "online" && word !== "offline"))
    return { state: "unknown", ...seen, ...native };
  if (word === "online") return { state: "live", ...seen, ...native };
  const assumed = { ...seen, ...native, source: "assumed" } as const;
  if (reading.waitedMs(platform._id) < GRACE_MS) return { state: "connecting", ...assumed };
  const message = "Castr says that the target is offline while the stream is online; it does not say why.";
  return { state: "retrying", ...assumed, reason: { code: "provider_reports_error", message } };
}

function seenIn({ source, at }: Reading): { source: Reading["source"]; observedAt: string } {
  return { source, observedAt: new Date(at).toISOString() };
}
