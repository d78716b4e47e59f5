import * as z from "zod";
import { timestampSchema } from "./common.ts";
import { sourceSchema } from "./provenance.ts";

/**
 * What is observed of a target.
 *
 * - `disabled`: switched off by the caller, and off
 * - `idle`: wanted, no media to push: the stream is idle or reconnecting
 * - `connecting`: the source is live, the handshake is under way
 * - `live`: the destination accepts bytes now (accepted is not public: see notices)
 * - `retrying`: failed, another attempt follows by itself
 * - `failed`: failed, nothing follows until something changes (edit, enable, restart, new session)
 * - `unknown`: this provider cannot tell (yet)
 */
export const targetStates = ["disabled", "idle", "connecting", "live", "retrying", "failed", "unknown"] as const;
export const targetStateSchema = z.enum(targetStates).catch("unknown");
export type TargetState = z.infer<typeof targetStateSchema>;

/** Why a target is not live. */
export const reasonCodes = [
  "dns",
  "refused",
  "timeout",
  "tls",
  "unauthorized",
  "key_in_use",
  "incompatible_media",
  "stalled",
  "closed_by_destination",
  "blocked_address",
  "process_failed",
  "provider_reports_error",
  "unknown",
] as const;
export const reasonCodeSchema = z.enum(reasonCodes).catch("unknown");
export type ReasonCode = z.infer<typeof reasonCodeSchema>;

export const reasonSchema = z.object({ code: reasonCodeSchema, message: z.string() });
export type Reason = z.infer<typeof reasonSchema>;

export const targetStatusSchema = z.object({
  state: targetStateSchema,
  /**
   * When this state began: the earliest that anything observed tells of it, not the earliest that is possible. Absent
   * where it was so when it was first looked at, and nobody says since when.
   */
  since: timestampSchema.optional(),
  /** When it was last confirmed. */
  observedAt: timestampSchema.optional(),
  source: sourceSchema,
  /** The provider's own word, e.g. `broadcasting`, `online`. */
  native: z.string().optional(),
  /** Present while `retrying` or `failed`. */
  reason: reasonSchema.optional(),
  /** Connection attempts since the target was last live, from 1. */
  attempt: z.int().positive().optional(),
  nextAttemptAt: timestampSchema.optional(),
  /** Bits per second that the destination accepted over the last seconds. */
  bitrateBps: z.number().nonnegative().optional(),
  /** Bytes accepted in this session, over all connections. */
  bytesSent: z.number().nonnegative().optional(),
  lastByteAt: timestampSchema.optional(),
});
export type TargetStatus = z.infer<typeof targetStatusSchema>;
