import { idSchema, lenient, textSchema, wordSchema } from "@polycast/core/provider";
import * as z from "zod";
import { wireTargetSchema } from "./simulcast-target.ts";

/** Ids of one list that are shown; Mux names the newest recordings last. */
const MAX_IDS = 100;

/** The fields of a live stream that are read. Holds the ingest's and the targets' keys: never log it. */
export const wireStreamSchema = z.object({
  id: idSchema,
  /** Seconds since 1970: text in answers, a number in webhooks. */
  created_at: lenient(z.union([z.string(), z.number()])),
  /** `idle`, `active`, `disabled`, or a word to come. */
  status: wordSchema,
  stream_key: textSchema,
  srt_passphrase: textSchema,
  active_asset_id: wordSchema,
  recent_asset_ids: lenient(z.array(idSchema).transform((ids) => ids.slice(-MAX_IDS))),
  active_ingest_protocol: wordSchema,
  latency_mode: wordSchema,
  reconnect_window: lenient(z.number()),
  max_continuous_duration: lenient(z.number()),
  playback_ids: lenient(
    z.array(z.object({ id: idSchema, policy: wordSchema })).transform((ids) => ids.slice(0, MAX_IDS)),
  ),
  passthrough: wordSchema,
  meta: lenient(z.object({ title: wordSchema })),
  /** Not lenient: to take targets that cannot be read for none would be to send everything twice. */
  simulcast_targets: z.array(wireTargetSchema).nullish(),
  test: lenient(z.boolean()),
  audio_only: lenient(z.boolean()),
});
export type WireStream = z.infer<typeof wireStreamSchema>;

export const streamAnswerSchema = z.object({ data: wireStreamSchema });
export const streamListAnswerSchema = z.object({ data: z.array(wireStreamSchema) });
