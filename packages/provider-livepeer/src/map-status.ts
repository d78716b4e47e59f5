import type { StreamStatus, TargetStatus } from "@polycast/core/provider";
import type { WireStream } from "./wire/stream.ts";
import type { WireTarget } from "./wire/target.ts";

const ERROR_MESSAGE = "Livepeer reports that sending failed; it says no cause, and goes on trying.";

/** What a read says of a stream. @param observedAt RFC 3339 */
export function streamStatusOf(stream: WireStream, observedAt: string): StreamStatus {
  const seen = { observedAt, source: "api" } as const;
  if (stream.suspended === true) return { state: "disabled", native: "suspended: true", ...seen };
  return stream.isActive === true
    ? { state: "live", native: "isActive: true", ...seen }
    : { state: "idle", native: "isActive: false", ...seen };
}

/**
 * What a read says of a target: whether something is to be sent, not whether it arrives. Of a target of an active stream
 * it is what nobody can tell, so that what webhooks have told of this session stays.
 */
export function targetStatusOf(stream: WireStream, target: WireTarget, observedAt: string): TargetStatus {
  const seen = { observedAt, source: "api" } as const;
  if (target.disabled === true) return { state: "disabled", native: "disabled: true", ...seen };
  if (stream.isActive !== true) return { state: "idle", native: "isActive: false", ...seen };
  return { state: "unknown", native: "isActive: true", ...seen, source: "assumed" };
}

/** The states that an event of a target, or one of its stream, means for the target. */
export type TargetEventName =
  | "multistream.connected"
  | "multistream.error"
  | "multistream.disconnected"
  | "stream.started"
  | "stream.idle";

/**
 * What a webhook says of a target.
 *
 * @param context.at when it happened, RFC 3339
 * @param context.streamIsActive as the event's snapshot of the stream says
 */
export function targetStatusFrom(
  event: TargetEventName,
  context: { at: string; streamIsActive: boolean },
): TargetStatus {
  const seen = { native: event, since: context.at, observedAt: context.at, source: "webhook" } as const;
  switch (event) {
    case "multistream.connected":
      return { state: "live", ...seen };
    case "multistream.error":
      return { state: "retrying", ...seen, reason: { code: "provider_reports_error", message: ERROR_MESSAGE } };
    case "multistream.disconnected":
      // Sent when a target is switched off while it is sent to, and, by the documentation, at the end of a stream.
      return { state: context.streamIsActive ? "disabled" : "idle", ...seen };
    case "stream.idle":
      return { state: "idle", ...seen };
    case "stream.started":
      return { state: "connecting", ...seen, source: "assumed" };
  }
}

/** What a webhook says of its stream. */
export function streamStatusFrom(
  event: "stream.started" | "stream.idle",
  context: { at: string; suspended: boolean },
): StreamStatus {
  const seen = { native: event, since: context.at, observedAt: context.at, source: "webhook" } as const;
  if (event === "stream.started") return { state: "live", ...seen };
  return { state: context.suspended ? "disabled" : "idle", ...seen };
}

/** What the health endpoint says of a target of an active stream. */
export function targetStatusFromHealth(
  connection: { connected: boolean; stale: boolean },
  context: { since?: string; observedAt: string },
): TargetStatus {
  const seen = { ...context, source: "poll" } as const;
  if (!connection.connected) {
    const reason = { code: "provider_reports_error", message: ERROR_MESSAGE } as const;
    return { state: "retrying", native: "health: connected false", reason, ...seen };
  }
  return connection.stale
    ? { state: "connecting", native: "health: connected true, no recent activity", ...seen }
    : { state: "live", native: "health: connected true", ...seen };
}
