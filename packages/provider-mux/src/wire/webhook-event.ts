import { timestampSchema } from "@polycast/core/provider";
import * as z from "zod";

/** What every webhook of Mux has around its data. `object.type` is not read: Mux itself writes it in several ways. */
export const wireEnvelopeSchema = z.object({
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(255),
  created_at: timestampSchema,
});

/** The data of a simulcast target's event. Which stream it belongs to may be missing. */
export const wireTargetEventSchema = z.object({
  data: z.object({
    id: z.string().min(1),
    status: z.string().nullish(),
    error_severity: z.string().nullish(),
    passthrough: z.string().nullish(),
    live_stream_id: z.string().min(1).nullish().catch(undefined),
  }),
});

/** The data of a live stream's event. */
export const wireStreamEventSchema = z.object({
  data: z.object({
    id: z.string().min(1),
    stream_key: z.string().nullish(),
    warning: z.object({ type: z.string().nullish(), message: z.string().nullish() }).nullish(),
  }),
});
