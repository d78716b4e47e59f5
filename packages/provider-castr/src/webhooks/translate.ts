import type { Translation, VerifiedWebhook } from "@polycast/core/provider";
import * as z from "zod";

/** Castr's ids, as in all of its samples. */
const idSchema = z
  .string()
  .regex(/^[0-9a-f]{24}$/u)
  .optional()
  .catch(undefined);
const partSchema = z.object({ _id: idSchema, id: idSchema }).optional().catch(undefined);
const named = {
  live_stream_id: idSchema,
  liveStreamId: idSchema,
  stream_id: idSchema,
  streamId: idSchema,
  livestream_id: idSchema,
};
const parts = { live_stream: partSchema, liveStream: partSchema, livestream: partSchema, stream: partSchema };
const bodySchema = z
  .object({
    ...named,
    ...parts,
    data: z
      .object({ ...named, ...parts })
      .optional()
      .catch(undefined),
  })
  .catch({});

/**
 * Castr's webhooks tell that a stream has started or ended, in a body that no page shows, and nothing of targets: they
 * say only that something is worth reading. Which stream, where an id stands under a usual name.
 */
export function translateWebhook({ payload }: VerifiedWebhook): Translation {
  const body = bodySchema.parse(payload.reveal());
  const streamId = idIn(body) ?? (body.data && idIn(body.data));
  return { observations: [], readAgain: streamId === undefined ? {} : { streamId } };
}

type Part = z.infer<typeof partSchema>;
type Named = Partial<Record<keyof typeof named, string | undefined>>;
type Parts = Partial<Record<keyof typeof parts, Part>>;

function idIn(body: Named & Parts): string | undefined {
  const direct = body.live_stream_id ?? body.liveStreamId ?? body.livestream_id ?? body.stream_id ?? body.streamId;
  const part = body.live_stream ?? body.liveStream ?? body.livestream ?? body.stream;
  return direct ?? part?._id ?? part?.id;
}
