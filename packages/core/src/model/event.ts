import * as z from "zod";
import { timestampSchema } from "./common.ts";
import { sourceSchema } from "./provenance.ts";
import { noticeSchema } from "./notice.ts";
import { streamSchema } from "./stream.ts";
import { targetSchema } from "./target.ts";

/** Wishes: somebody asked for a change. Facts: observed. Hints: worth knowing. */
export const targetEventTypes = [
  "target.created",
  "target.updated",
  "target.deleted",
  "target.change_pending",
  "target.change_applied",
  "target.change_failed",
  "target.disabled",
  "target.idle",
  "target.connecting",
  "target.live",
  "target.retrying",
  "target.failed",
  "target.unknown",
  "target.warning",
] as const;
export const streamEventTypes = [
  "stream.created",
  "stream.updated",
  "stream.deleted",
  "stream.live",
  "stream.reconnecting",
  "stream.idle",
  "stream.ended",
  "stream.disabled",
  "stream.warning",
] as const;
/** About the webhook endpoints of a gateway. */
export const endpointEventTypes = ["webhook_endpoint.disabled"] as const;
export type TargetEventType = (typeof targetEventTypes)[number];
export type StreamEventType = (typeof streamEventTypes)[number];
export type EventType = TargetEventType | StreamEventType;

const envelope = {
  id: z.string(),
  /** Grows per target (per stream for stream events); a receiver ignores lower ones than it has seen. */
  sequence: z.int().nonnegative().optional(),
  provider: z.string(),
  streamId: z.string(),
  sessionId: z.string().optional(),
  tenantId: z.string().optional(),
  /** When it happened, by the clock of who saw it. */
  occurredAt: timestampSchema,
  /** When Polycast learnt of it. */
  observedAt: timestampSchema,
  source: sourceSchema,
};

export const targetEventSchema = z.object({
  ...envelope,
  type: z.enum(targetEventTypes),
  data: z.object({
    /** The whole target, after the change. */
    target: targetSchema,
    /** The fields that were different before. */
    previous: targetSchema.partial().optional(),
    /** Names of the changed fields, on `target.updated`. */
    changed: z.array(z.string()).optional(),
    notice: noticeSchema.optional(),
  }),
});
export type TargetEvent = z.infer<typeof targetEventSchema>;

export const streamEventSchema = z.object({
  ...envelope,
  type: z.enum(streamEventTypes),
  data: z.object({
    /** The stream after the change, without its targets. */
    stream: streamSchema,
    previous: streamSchema.partial().optional(),
    changed: z.array(z.string()).optional(),
    notice: noticeSchema.optional(),
  }),
});
export type StreamEvent = z.infer<typeof streamEventSchema>;

/** Something that was asked for or observed. The same shape in the SDK, over HTTP, in SSE and in webhooks. */
export const eventSchema = z.discriminatedUnion("type", [targetEventSchema, streamEventSchema]);
export type Event = TargetEvent | StreamEvent;

/**
 * A gateway has switched off an endpoint that it sends webhooks to. It belongs to no stream and no provider, so that it
 * is no `Event`; it stands in a gateway's log and goes to its other endpoints.
 */
export const endpointEventSchema = z.object({
  id: z.string(),
  type: z.enum(endpointEventTypes),
  /** Whose endpoint it is; absent: nobody's in particular. */
  tenantId: z.string().optional(),
  occurredAt: timestampSchema,
  observedAt: timestampSchema,
  data: z.object({
    endpoint: z.object({
      id: z.string(),
      /** Without the values of its query. */
      url: z.string(),
      /** `gone`: it answered 410. `failing`: nothing has reached it for days. More may be added. */
      disabledReason: z.string(),
      /** When the failures began. */
      failingSince: timestampSchema.optional(),
    }),
  }),
});
export type EndpointEvent = z.infer<typeof endpointEventSchema>;
