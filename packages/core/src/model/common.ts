import * as z from "zod";
import { sound } from "./sound-text.ts";

/** A point in time as an RFC 3339 string in UTC, e.g. `2026-03-01T12:00:00.000Z`. */
export const timestampSchema = z.iso.datetime({ offset: true });
export type Timestamp = z.infer<typeof timestampSchema>;

/** Short strings of the caller's own, kept as they are. At most 50 pairs, keys of 40 and values of 500 characters. */
export const metadataSchema = z
  .record(z.string().min(1).max(40), z.string().max(500))
  .refine((pairs) => Object.keys(pairs).length <= 50, { message: "at most 50 metadata pairs" });
export type Metadata = z.infer<typeof metadataSchema>;

/** Inputs of one provider only, by provider name; checked by that provider's own schema. */
export const providerOptionsSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
export type ProviderOptions = z.infer<typeof providerOptionsSchema>;

/** A display name: 1 to 255 characters, no control characters. */
export const nameSchema = sound(
  z
    .string()
    .trim()
    .min(1)
    .max(255)
    .regex(/^\P{Cc}*$/u, { message: "must not hold control characters" }),
);
