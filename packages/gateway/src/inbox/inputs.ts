import { pageLimitSchema, timestampSchema } from "@polycast/core/provider";
import * as z from "zod";
import { inboxStates } from "../store/index.ts";

const providerSchema = z.string().min(1).max(255);
const filter = { provider: providerSchema.optional(), state: z.enum(inboxStates).optional() };

/** Which webhooks to list. */
export const listInboxInput = z.strictObject({
  ...filter,
  cursor: z.string().min(1).max(255).optional(),
  limit: pageLimitSchema,
});

/** Which webhooks to process again; nothing: all. */
export const replayInboxInput = z.strictObject({
  ...filter,
  /** That time included. */
  receivedAfter: timestampSchema.optional(),
  /** That time not included. */
  receivedBefore: timestampSchema.optional(),
});

/** Where a provider is to send its webhooks. */
export const connectInput = z.strictObject({
  url: z.string().min(1).max(2048).optional(),
});
