import { noticeSchema, timestampSchema } from "@polycast/core/provider";
import * as z from "zod";
import { wireStream } from "./stream.ts";
import { wireTarget } from "./target.ts";

const envelope = {
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(255),
  /** Where it stands in the gateway's log. */
  sequence: z.number().optional(),
  streamId: z.string(),
  sessionId: z.string().optional(),
  occurredAt: timestampSchema,
  observedAt: timestampSchema,
};

/** What every event has, of whatever type. */
export const wireAnyEvent = z.object({
  id: envelope.id,
  type: envelope.type,
  occurredAt: envelope.occurredAt,
});

/** An event about a target. */
export const wireTargetEvent = z.object({
  ...envelope,
  data: z.object({ target: wireTarget, notice: noticeSchema.optional() }),
});
export type WireTargetEvent = z.output<typeof wireTargetEvent>;

/** An event about a stream. */
export const wireStreamEvent = z.object({
  ...envelope,
  data: z.object({ stream: wireStream, notice: noticeSchema.optional() }),
});
export type WireStreamEvent = z.output<typeof wireStreamEvent>;

/** What an event stream begins with. */
export const wireSnapshot = z.object({ streams: z.array(wireStream) });
