import * as z from "zod";

/** Who says so: the answer to a call, a poll, a webhook, our own relay, or nobody yet (`assumed`). */
export const sourceSchema = z.enum(["api", "poll", "webhook", "relay", "assumed"]);
export type Source = z.infer<typeof sourceSchema>;

/** Where a thing of ours lives at a provider. */
export const bindingSchema = z.object({
  /** The instance name in the config, e.g. `mux-us`. */
  provider: z.string(),
  /** The provider's own id. */
  id: z.string(),
});
export type Binding = z.infer<typeof bindingSchema>;

/** What a provider knows beyond the model, by provider name. Never holds a credential. */
export const providerMetadataSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
export type ProviderMetadata = z.infer<typeof providerMetadataSchema>;
