import { timestampSchema } from "@polycast/core/provider";
import * as z from "zod";
import { toTimestamp } from "../control/clock.ts";
import type { ProviderWebhookRecord } from "../store/index.ts";

/** An endpoint of ours that a provider was told of, without its secret. */
export const connectionSchema = z.object({
  id: z.string(),
  /** The instance name in the config. */
  provider: z.string(),
  /** The values of its query are left out. */
  url: z.string(),
  createdAt: timestampSchema,
});
export type Connection = z.infer<typeof connectionSchema>;

/** What may be shown of a record. */
export function toConnection({ id, provider, url, createdAt }: ProviderWebhookRecord): Connection {
  return { id, provider, url, createdAt: toTimestamp(createdAt) };
}
