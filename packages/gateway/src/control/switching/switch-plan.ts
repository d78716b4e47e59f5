import { errorCodeSchema } from "@polycast/core/provider";
import * as z from "zod";

const lostSchema = z.object({
  /** Absent: it is about the stream. */
  targetId: z.string().optional(),
  /** `target`, `rendition`, `playback`, `provider_options`, `foreign_target`. */
  what: z.string(),
  /** For people. */
  reason: z.string(),
});
export type Lost = z.infer<typeof lostSchema>;

const refusalSchema = z.object({
  code: errorCodeSchema,
  /** For people. */
  message: z.string(),
  /** What to do, or what to wait for. */
  hint: z.string().optional(),
});

/** What becomes of a stream that moves to another provider. */
export const switchPlanSchema = z.object({
  /** Instances. */
  from: z.string(),
  to: z.string(),
  /** Why it would not be done now, with the error that it would answer first; empty: it would be done. */
  refused: z.array(refusalSchema),
  /** The targets that the new side is given at once. One that is switched off may be made later. */
  created: z.array(z.object({ targetId: z.string(), name: z.string() })),
  kept: z.array(z.object({ targetId: z.string().optional(), what: z.string() })),
  /** What the new side cannot have. A target stays wanted: it is there again after a switch to one that can. */
  lost: z.array(lostSchema),
  /** The encoder gets a new address and key. */
  ingest: z.literal("new"),
});
export type SwitchPlan = z.infer<typeof switchPlanSchema>;
