import type { Reason, Source, StreamStatus, TargetStatus } from "@polycast/core/provider";

/** When something was seen, and by whom. */
export type Seen = { source: Source; observedAt: string; since?: string };

/** By an answer of Mux's API. @param receivedAt our own clock, milliseconds since 1970 */
export function seenAt(receivedAt: number): Seen {
  return { source: "api", observedAt: new Date(receivedAt).toISOString() };
}

/** A word of Mux's, where there is one. */
type Word = string | null | undefined;

/** What Mux's word for a target means; see `status-mapping.ts`. */
export function mapTargetStatus(word: Word, severity: Word, seen: Seen): TargetStatus {
  const common = commonOf(word, seen);
  switch (word) {
    case "idle":
      return { ...common, state: "idle" };
    case "starting":
      return { ...common, state: "connecting" };
    case "broadcasting":
      return { ...common, state: "live" };
    case "errored":
      if (severity === "fatal") return { ...common, state: "failed", reason: fatal };
      // Giving up is claimed only when Mux says so.
      return { ...common, state: "retrying", reason: normal, ...(severity === "normal" ? {} : { source: "assumed" }) };
    default:
      return { ...common, state: "unknown" };
  }
}

const normal: Reason = {
  code: "provider_reports_error",
  message: "Mux could not connect, or lost the connection, and keeps trying. It gives no cause.",
};
const fatal: Reason = {
  code: "incompatible_media",
  message: "Mux says that this target cannot take what is being sent, and makes no further attempt in this session.",
};

/**
 * What Mux's word for a stream means. Its targets tell what it does not: they start before it is `active`, and they all
 * go idle while it stays `active` without its encoder.
 */
export function mapStreamStatus(word: Word, targetWords: readonly Word[], seen: Seen): StreamStatus {
  const common = commonOf(word, seen);
  const idle = targetWords.every((target) => target === "idle");
  switch (word) {
    case "idle":
      return idle ? { ...common, state: "idle" } : { ...common, state: "live", source: "assumed" };
    case "active":
      if (targetWords.length > 0 && idle) return { ...common, state: "reconnecting", source: "assumed" };
      return { ...common, state: "live" };
    case "disabled":
      return { ...common, state: "disabled" };
    default:
      return { ...common, state: "unknown" };
  }
}

function commonOf(word: Word, seen: Seen): Seen & { native?: string } {
  return word ? { native: word, ...seen } : seen;
}

/** What every event of a stream begins with. */
export const STREAM_EVENT = "video.live_stream.";

const streamEvents: ReadonlyMap<string, StreamStatus["state"]> = new Map([
  ["connected", "live"],
  ["recording", "live"],
  ["active", "live"],
  ["disconnected", "reconnecting"],
  ["idle", "idle"],
  ["disabled", "disabled"],
  ["enabled", "idle"],
] as const);

/** Events of a stream that is live already: they do not say since when. */
const laterEvents: ReadonlySet<string> = new Set(["recording", "active"]);

/** The state that a stream's event tells, from its type alone: `status` in its data stays `active` while the encoder is away. */
export function mapStreamEvent(type: string, occurredAt: string): StreamStatus | undefined {
  const happened = type.startsWith(STREAM_EVENT) ? type.slice(STREAM_EVENT.length) : "";
  const state = streamEvents.get(happened);
  if (state === undefined) return undefined;
  const since = laterEvents.has(happened) ? {} : { since: occurredAt };
  return { state, native: type, source: "webhook", observedAt: occurredAt, ...since };
}
