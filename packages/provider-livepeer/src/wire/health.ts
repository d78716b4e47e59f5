import { lenient } from "@polycast/core/provider";
import * as z from "zod";

const metricSchema = z.object({
  dimensions: lenient(z.object({ targetId: z.string() })),
  /** Milliseconds since 1970, and the value. */
  last: lenient(z.tuple([z.number(), z.number()])),
});

const connectionSchema = z.object({
  target: z.object({ id: z.string() }),
  connected: z.object({
    status: lenient(z.boolean()),
    lastTransitionTime: lenient(z.number()),
  }),
});
export type WireConnection = z.infer<typeof connectionSchema>;

/** What the health endpoint says, the fields that are read. It is not documented: whatever does not fit is left out. */
export const healthSchema = z.object({
  multistream: lenient(z.array(connectionSchema)),
  metrics: lenient(z.object({ MultistreamActiveSec: lenient(z.array(metricSchema)) })),
});
export type WireHealth = z.infer<typeof healthSchema>;
