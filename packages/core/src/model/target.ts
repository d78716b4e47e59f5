import * as z from "zod";
import { metadataSchema, timestampSchema } from "./common.ts";
import { bindingSchema, providerMetadataSchema } from "./provenance.ts";
import { redactedDestinationSchema } from "./redacted-destination.ts";
import { noticeSchema } from "./notice.ts";
import { pendingSchema } from "./pending.ts";
import { targetStatusSchema } from "./target-status.ts";

/** One push of a stream to somewhere else. */
export const targetSchema = z.object({
  id: z.string(),
  streamId: z.string(),
  /** The instance name in the config, e.g. `selfhost`, `mux-us`. */
  provider: z.string(),
  name: z.string(),
  destination: redactedDestinationSchema,
  /** The wish, nothing else. */
  enabled: z.boolean(),
  /** The encoding that is sent; `source` = untouched. */
  rendition: z.string(),
  videoOnly: z.boolean().optional(),
  /** What is observed. */
  status: targetStatusSchema,
  /** What is asked for and not yet in effect. */
  pending: pendingSchema.optional(),
  notices: z.array(noticeSchema),
  /** The caller's own id. */
  reference: z.string().optional(),
  metadata: metadataSchema.optional(),
  bindings: z.array(bindingSchema).optional(),
  createdAt: timestampSchema.optional(),
  providerMetadata: providerMetadataSchema.optional(),
});
export type Target = z.infer<typeof targetSchema>;

/** Names a target; a `Target` is one. */
export type TargetRef = { streamId: string; id: string };
