import { timestampSchema } from "@polycast/core/provider";
import * as z from "zod";
import { toTimestamp } from "../../control/clock.ts";
import { type ApiKeyRecord, scopes } from "../../store/index.ts";

/** An API key, as it is answered: without the key. */
export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  /** Whose it is: it sees and makes this tenant's things only. Absent: all. */
  tenantId: z.string().optional(),
  /** Absent: it does not expire. */
  expiresAt: timestampSchema.optional(),
  createdAt: timestampSchema,
  /** To the minute. Absent: not used yet. */
  lastUsedAt: timestampSchema.optional(),
  /** The last four characters of the key, to tell keys apart. */
  last4: z.string(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

/** A key as it is answered. */
export function toApiKey(record: ApiKeyRecord): ApiKey {
  const { id, name, scopes: granted, tenantId, expiresAt, createdAt, lastUsedAt, last4 } = record;
  return {
    id,
    name,
    scopes: granted,
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(expiresAt === undefined ? {} : { expiresAt: toTimestamp(expiresAt) }),
    createdAt: toTimestamp(createdAt),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt: toTimestamp(lastUsedAt) }),
    last4,
  };
}
