import { idSchema, lenient, textSchema } from "@polycast/core/provider";
import * as z from "zod";

/** A webhook endpoint. `sharedSecret` is answered in clear although the documentation calls it write-only. */
export const endpointSchema = z.object({
  id: idSchema,
  sharedSecret: textSchema,
});
export const endpointListSchema = z.array(endpointSchema);

/** What every delivery has. Times in milliseconds since 1970. */
export const envelopeSchema = z.object({
  id: z.string().min(1),
  webhookId: z.string().min(1),
  /** When the event was emitted. */
  createdAt: z.number(),
  /** When this attempt was made. */
  timestamp: z.number(),
  event: z.string().min(1),
});

/** A target in one rendition: the same one may be sent in several. */
const namedTargetSchema = z.object({ id: idSchema, profile: textSchema });

/** What the events of streams and targets say besides. The stream is a snapshot, stale in a repeated delivery. */
export const eventSchema = envelopeSchema.extend({
  stream: lenient(
    z.object({
      id: idSchema,
      parentId: textSchema,
      isActive: lenient(z.boolean()),
      suspended: lenient(z.boolean()),
      multistream: lenient(z.object({ targets: lenient(z.array(namedTargetSchema)) })),
    }),
  ),
  payload: lenient(z.object({ target: lenient(namedTargetSchema) })),
});
export type WireEvent = z.infer<typeof eventSchema>;
