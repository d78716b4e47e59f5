import {
  createStreamSchema,
  createTargetSchema,
  pageLimitSchema,
  endpointEventTypes,
  streamEventTypes,
  targetEventTypes,
  targetStates,
} from "@polycast/core/provider";
import * as z from "zod";
import { tenantIdSchema } from "./tenant-id.ts";

const wordSchema = z.string().min(1).max(255);
const cursorSchema = z.string().min(1).max(255);

/**
 * A stream as it is asked for; `provider` names an instance, else it is the default one. `tenantId`: whose it is; who
 * acts for a tenant can name no other.
 */
export const createStreamInput = createStreamSchema.extend({
  provider: wordSchema.optional(),
  tenantId: tenantIdSchema.optional(),
});

/** The most targets that one list may hold. */
const MAX_LISTED = 500;

/** A list of targets that a stream is to have; each is found again by its `reference`. */
export const replaceTargetsInput = z
  .array(createTargetSchema.extend({ reference: wordSchema }))
  .max(MAX_LISTED)
  .refine((targets) => new Set(targets.map(({ reference }) => reference)).size === targets.length, {
    message: "two targets have the same `reference`",
  });

const page = { cursor: cursorSchema.optional(), limit: pageLimitSchema };

/** Which streams to list. */
export const listStreamsInput = z.strictObject({
  ...page,
  provider: wordSchema.optional(),
  reference: wordSchema.optional(),
});

/** Which targets of one stream to list. */
export const listTargetsOfInput = z.strictObject(page);

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
