import * as z from "zod";
import { wireTargetSchema } from "./simulcast-target.ts";

/** Seconds since 1970: text in answers, a number in webhooks. */
const unixSecondsSchema = z.union([z.string(), z.number()]);

/** The fields of a live stream that are read. Holds the ingest's and the targets' keys: never log it. */
export const wireStreamSchema = z.object({
  id: z.string(),
  created_at: unixSecondsSchema.nullish(),
  /** `idle`, `active`, `disabled`, or a word to come. */
  status: z.string(),
  stream_key: z.string(),
  srt_passphrase: z.string().nullish(),
  active_asset_id: z.string().nullish(),
  recent_asset_ids: z.array(z.string()).nullish(),
  active_ingest_protocol: z.string().nullish(),
  latency_mode: z.string().nullish(),
  reconnect_window: z.number().nullish(),
  max_continuous_duration: z.number().nullish(),
  playback_ids: z.array(z.object({ id: z.string(), policy: z.string().nullish() })).nullish(),
  passthrough: z.string().nullish(),
  meta: z.object({ title: z.string().nullish() }).nullish(),
  simulcast_targets: z.array(wireTargetSchema).nullish(),
  test: z.boolean().nullish(),
  audio_only: z.boolean().nullish(),
});
export type WireStream = z.infer<typeof wireStreamSchema>;

export const streamAnswerSchema = z.object({ data: wireStreamSchema });
export const streamListAnswerSchema = z.object({ data: z.array(wireStreamSchema) });
