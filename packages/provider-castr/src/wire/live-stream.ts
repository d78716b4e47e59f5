import * as z from "zod";
import { platformSchema } from "./platform.ts";
import { idSchema, textSchema, wordSchema } from "./text.ts";

/** A live stream as Castr answers it: the fields that are read, with its platforms inside. */
export const liveStreamSchema = z.object({
  _id: idSchema,
  name: wordSchema,
  enabled: z.boolean().nullish().catch(undefined),
  /** `key` holds a query (`lv_…?password=…`) that belongs to it. */
  ingest: z.object({ server: textSchema, key: textSchema }).nullish().catch(undefined),
  playback: z
    .object({ embed_url: textSchema, embed_audio_url: textSchema, hls_url: textSchema })
    .nullish()
    .catch(undefined),
  /** Not lenient: to take platforms that cannot be read for none would be to send everything twice. */
  platforms: z.array(platformSchema).nullish(),
  /** Open: Castr knows more settings than its guides show. May hold the password of the embedded player. */
  settings: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  /** `online` or `offline`; missing from the answer to a create. */
  broadcasting_status: wordSchema,
  user: wordSchema,
  organization: wordSchema,
  environment: wordSchema,
  creation_time: wordSchema,
  /** Only while online, as `thumb_url`. */
  pull_urls: z.object({ rtmp: textSchema, srt: textSchema }).nullish().catch(undefined),
  thumb_url: textSchema,
});
export type LiveStream = z.infer<typeof liveStreamSchema>;
