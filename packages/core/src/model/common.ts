import { z } from "zod";

/** A point in time as an RFC 3339 string in UTC, e.g. `2026-03-01T12:00:00.000Z`. */
export const timestampSchema = z.iso.datetime({ offset: true });
export type Timestamp = z.infer<typeof timestampSchema>;

/** Short strings of the caller's own, kept as they are. At most 50 pairs, keys of 40 and values of 500 characters. */
export const metadataSchema = z
  .record(z.string().min(1).max(40), z.string().max(500))
  .refine((pairs) => Object.keys(pairs).length <= 50, { message: "at most 50 metadata pairs" });
export type Metadata = z.infer<typeof metadataSchema>;

/** What a provider knows beyond the model, by provider name. Never holds a credential. */
export const providerMetadataSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
export type ProviderMetadata = z.infer<typeof providerMetadataSchema>;

/** Inputs of one provider only, by provider name; checked by that provider's own schema. */
export const providerOptionsSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
export type ProviderOptions = z.infer<typeof providerOptionsSchema>;

/** Where a thing of ours lives at a provider. */
export const bindingSchema = z.object({
  /** The instance name in the config, e.g. `mux-us`. */
  provider: z.string(),
  /** The provider's own id. */
  id: z.string(),
});
export type Binding = z.infer<typeof bindingSchema>;

/** Who says so: the answer to a call, a poll, a webhook, our own relay, or nobody yet (`assumed`). */
export const sourceSchema = z.enum(["api", "poll", "webhook", "relay", "assumed"]);
export type Source = z.infer<typeof sourceSchema>;

/** A display name: 1 to 255 characters, no control characters. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^\P{Cc}*$/u, { message: "must not hold control characters" });
