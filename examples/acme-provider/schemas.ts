import { commonSettings, streamSchema, updateStreamSchema } from "@polycast/core/provider";

/**
 * Building blocks for the settings and for answers, taken from the model's own schemas. An adapter in a package of its
 * own depends on zod and writes `z.string()`, `z.boolean()`, `z.object({ … })` and so on instead.
 */
export const { id: text, enabled: flag } = streamSchema.shape;
/** Greater than 0. */
export const integer = commonSettings.attemptTimeoutMs.unwrap();
/** Passes over the fields that it does not name. */
export const object = streamSchema.pick({});
/** Refuses them. */
export const strictObject = updateStreamSchema.pick({});

/** What a schema makes of a value: zod's `z.output`. */
export type Output<S extends { parse(value: unknown): unknown }> = ReturnType<S["parse"]>;
