import * as z from "zod";

/** A webhook endpoint. `sharedSecret` is answered in clear although the documentation calls it write-only. */
export const endpointSchema = z.object({
  id: z.string().min(1),
  url: z.string().nullish(),
  sharedSecret: z.string().nullish(),
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

/** What the events of streams and targets say besides. The stream is a snapshot, stale in a repeated delivery. */
export const eventSchema = envelopeSchema.extend({
  stream: z
    .object({
      id: z.string().min(1),
      parentId: z.string().nullish().catch(undefined),
      isActive: z.boolean().nullish().catch(undefined),
      suspended: z.boolean().nullish().catch(undefined),
      multistream: z
        .object({ targets: z.array(z.object({ id: z.string() })).nullish() })
        .nullish()
        .catch(undefined),
    })
    .nullish()
    .catch(undefined),
  payload: z
    .object({ target: z.object({ id: z.string().min(1) }).nullish() })
    .nullish()
    .catch(undefined),
});
export type WireEvent = z.infer<typeof eventSchema>;
