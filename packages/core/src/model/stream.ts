import * as z from "zod";
import { metadataSchema, timestampSchema } from "./common.ts";
import { bindingSchema, providerMetadataSchema, sourceSchema } from "./provenance.ts";
import { noticeSchema } from "./notice.ts";
import { pendingSchema } from "./pending.ts";
import { targetSchema } from "./target.ts";

/**
 * What is observed of a stream. `reconnecting`: the encoder went away without saying goodbye and may return
 * within the reconnect window; the session goes on.
 */
export const streamStates = ["idle", "live", "reconnecting", "disabled", "unknown"] as const;
export const streamStateSchema = z.enum(streamStates).catch("unknown");
export type StreamState = z.infer<typeof streamStateSchema>;

export const streamStatusSchema = z.object({
  state: streamStateSchema,
  /** As in the status of a target. */
  since: timestampSchema.optional(),
  observedAt: timestampSchema.optional(),
  source: sourceSchema,
  native: z.string().optional(),
});
export type StreamStatus = z.infer<typeof streamStatusSchema>;

/** One stretch of sending, reconnects included. */
export const sessionSchema = z.object({ id: z.string(), startedAt: timestampSchema });
export type Session = z.infer<typeof sessionSchema>;

/** An address to watch the stream at, where the provider has one. */
export const playbackSchema = z.object({ protocol: z.string(), url: z.string(), policy: z.string().optional() });
export type Playback = z.infer<typeof playbackSchema>;

/** One ingest that fans out to targets. */
export const streamSchema = z.object({
  id: z.string(),
  provider: z.string(),
  name: z.string(),
  /** The wish: may an encoder publish? */
  enabled: z.boolean(),
  status: streamStatusSchema,
  /** Present from the first media to the end of the session. */
  session: sessionSchema.optional(),
  playback: z.array(playbackSchema).optional(),
  targets: z.array(targetSchema).optional(),
  pending: pendingSchema.optional(),
  notices: z.array(noticeSchema),
  reference: z.string().optional(),
  tenantId: z.string().optional(),
  metadata: metadataSchema.optional(),
  bindings: z.array(bindingSchema).optional(),
  createdAt: timestampSchema.optional(),
  providerMetadata: providerMetadataSchema.optional(),
});
export type Stream = z.infer<typeof streamSchema>;
