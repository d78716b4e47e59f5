import type * as z from "zod";
import { pendingSchema } from "@polycast/core/provider";

/** One thing that is open between a wish and what is in effect. */
export const changeSchema = pendingSchema.shape.changes.element;
export type Change = z.infer<typeof changeSchema>;
