import * as z from "zod";
import { metadataSchema, nameSchema, providerOptionsSchema } from "./common.ts";
import { destinationSchema } from "./destination.ts";
import { sound } from "./sound-text.ts";
import { targetListKey } from "./target-list-key.ts";

const referenceSchema = sound(z.string().min(1).max(255));
const renditionSchema = sound(z.string().min(1).max(64));

/** What streams and targets have of the caller's own. */
const ownFields = {
  reference: referenceSchema.optional(),
  metadata: sound(metadataSchema).optional(),
  providerOptions: sound(providerOptionsSchema).optional(),
};

/** A target as it is asked for. */
export const createTargetSchema = z.strictObject({
  name: nameSchema,
  destination: sound(destinationSchema),
  /** Default `true`. */
  enabled: z.boolean().default(true),
  /** Default `source`: untouched. */
  rendition: renditionSchema.default("source"),
  videoOnly: z.boolean().optional(),
  ...ownFields,
});
export type CreateTargetInput = z.input<typeof createTargetSchema>;
export type NewTarget = z.output<typeof createTargetSchema>;

/** What changes on a target; absent fields stay. */
export const updateTargetSchema = z.strictObject({
  name: nameSchema.optional(),
  destination: sound(destinationSchema).optional(),
  enabled: z.boolean().optional(),
  rendition: renditionSchema.optional(),
  videoOnly: z.boolean().optional(),
  ...ownFields,
});
export type UpdateTargetInput = z.input<typeof updateTargetSchema>;
export type TargetPatch = z.output<typeof updateTargetSchema>;

/** The most targets that one request may carry. */
const MAX_INLINE_TARGETS = 500;

/** A stream as it is asked for. */
export const createStreamSchema = z.strictObject({
  name: nameSchema,
  /** Default `true`. */
  enabled: z.boolean().default(true),
  targets: z.array(createTargetSchema).max(MAX_INLINE_TARGETS).default([]),
  ...ownFields,
});
export type CreateStreamInput = z.input<typeof createStreamSchema>;
export type NewStream = z.output<typeof createStreamSchema>;

/** What changes on a stream; absent fields stay. */
export const updateStreamSchema = z.strictObject({
  name: nameSchema.optional(),
  enabled: z.boolean().optional(),
  ...ownFields,
});
export type StreamPatch = z.output<typeof updateStreamSchema>;

/** What changes on a stream, and, where `targets` is given, the whole list of targets that it is to have. */
export const updateStreamAndTargetsSchema = updateStreamSchema.extend({
  targets: z
    .array(createTargetSchema)
    .max(MAX_INLINE_TARGETS)
    .refine((targets) => new Set(targets.map(targetListKey)).size === targets.length, {
      message: "two targets have the same `reference`, or the same name and none",
    })
    .optional(),
});
export type UpdateStreamInput = z.input<typeof updateStreamAndTargetsSchema>;
