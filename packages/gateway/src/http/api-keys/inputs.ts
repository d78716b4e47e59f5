import { nameSchema, pageLimitSchema } from "@polycast/core/provider";
import * as z from "zod";
import { tenantIdSchema } from "../../control/tenant-id.ts";
import { scopes } from "../../store/index.ts";

/** A key as it is asked for. */
export const createApiKeyInput = z.strictObject({
  name: nameSchema,
  scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
  tenantId: tenantIdSchema.optional(),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});

/** Which keys to list. */
export const listApiKeysInput = z.strictObject({
  cursor: z.string().min(1).max(255).optional(),
  limit: pageLimitSchema,
});
