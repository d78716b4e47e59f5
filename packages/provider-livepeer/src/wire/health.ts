import * as z from "zod";

const metricSchema = z.object({
  dimensions: z.object({ targetId: z.string().nullish() }).nullish(),
  /** Milliseconds since 1970, and the value. */
  last: z.tuple([z.number(), z.number()]).nullish().catch(undefined),
});

const connectionSchema = z.object({
  target: z.object({ id: z.string() }),
  connected: z.object({
    status: z.boolean().nullish(),
    lastProbeTime: z.number().nullish(),
    lastTransitionTime: z.number().nullish(),
  }),
});
export type WireConnection = z.infer<typeof connectionSchema>;

/** What the health endpoint says, the fields that are read. It is not documented: whatever does not fit is left out. */
export const healthSchema = z.object({
  multistream: z.array(connectionSchema).nullish().catch(undefined),
  metrics: z
    .object({ MultistreamActiveSec: z.array(metricSchema).nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
});
export type WireHealth = z.infer<typeof healthSchema>;
