import {
  createStreamSchema,
  pageLimitSchema,
  endpointEventTypes,
  streamEventTypes,
  targetEventTypes,
  targetStates,
} from "@polycast/core/provider";
import * as z from "zod";

const wordSchema = z.string().min(1).max(255);
const cursorSchema = z.string().min(1).max(255);

/** A stream as it is asked for; `provider` names an instance, else it is the default one. */
export const createStreamInput = createStreamSchema.extend({ provider: wordSchema.optional() });

const page = { cursor: cursorSchema.optional(), limit: pageLimitSchema };

/** Which streams to list. */
export const listStreamsInput = z.strictObject({
  ...page,
  provider: wordSchema.optional(),
  reference: wordSchema.optional(),
});

/** Which targets to list, over all streams. */
export const listTargetsInput = z.strictObject({
  ...page,
  state: z.enum(targetStates).optional(),
  streamId: wordSchema.optional(),
  provider: wordSchema.optional(),
});

const filter = {
  streamId: wordSchema.optional(),
  type: z
    .array(z.enum([...streamEventTypes, ...targetEventTypes, ...endpointEventTypes]))
    .min(1)
    .optional(),
};

/** Which events to list: those after a cursor, oldest first. */
export const listEventsInput = z.strictObject({ after: cursorSchema.optional(), limit: pageLimitSchema, ...filter });

/** Which events to follow: from a cursor, else from now with a snapshot first. */
export const followEventsInput = z.strictObject({ after: cursorSchema.optional(), ...filter });
