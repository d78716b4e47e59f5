import { timestampSchema, idSchema, lenient, textSchema, wordSchema } from "@polycast/core/provider";
import * as z from "zod";

/** What every webhook of Mux has around its data. `object.type` is not read: Mux itself writes it in several ways. */
export const wireEnvelopeSchema = z.object({ id: idSchema, type: idSchema, created_at: timestampSchema });

/** The data of a simulcast target's event. Which stream it belongs to may be missing. */
export const wireTargetEventSchema = z.object({
  data: z.object({
    id: idSchema,
    status: wordSchema,
    error_severity: wordSchema,
    passthrough: wordSchema,
    live_stream_id: lenient(idSchema),
  }),
});

/** The data of a live stream's event. */
export const wireStreamEventSchema = z.object({
  data: z.object({
    id: idSchema,
    stream_key: textSchema,
    warning: lenient(z.object({ type: wordSchema, message: textSchema })),
  }),
});
