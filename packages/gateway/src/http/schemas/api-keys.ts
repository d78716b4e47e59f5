import * as z from "zod";
import { apiKeySchema } from "../api-keys/api-key.ts";
import { createApiKeyInput } from "../api-keys/inputs.ts";

const shown = {
  id: "key_0W3nq0aA00Rt5yUi8oPlKj",
  name: "the dashboard of Example",
  scopes: ["read", "write"] as ("read" | "write")[],
  tenantId: "tenant-42",
  expiresAt: "2027-03-01T00:00:00.000Z",
  createdAt: "2026-03-01T19:30:00.000Z",
  lastUsedAt: "2026-03-06T19:30:00.000Z",
  last4: "9xQz",
};

/** An API key without the key. */
export const apiKey = apiKeySchema.meta({
  id: "ApiKey",
  description: "An API key, without the key itself.",
  examples: [shown],
});

const { lastUsedAt: _notUsed, ...fresh } = shown;

/** A key that was just made. */
export const createdApiKey = z
  .object({
    apiKey,
    key: z.string().meta({ description: "`pcsk_…`: shown this once.", readOnly: true }),
  })
  .meta({
    id: "CreatedApiKey",
    examples: [{ apiKey: fresh, key: "pcsk_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY" }],
  });

/** The body that makes a key. */
export const createApiKey = createApiKeyInput
  .extend({
    name: createApiKeyInput.shape.name.meta({ description: "For people; without control characters." }),
    scopes: createApiKeyInput.shape.scopes.meta({
      description:
        "`read`: all but credentials. `ingest`: the encoders' credentials. `write`: streams and targets, and `read`. " +
        "`admin`: all of it, webhooks, and keys.",
    }),
    tenantId: createApiKeyInput.shape.tenantId.meta({
      description: "Binds it to a tenant: it sees and makes this tenant's things only. Else it sees all.",
    }),
    expiresAt: createApiKeyInput.shape.expiresAt.meta({ description: "Else it does not expire." }),
  })
  .meta({
    id: "CreateApiKey",
    examples: [{ name: shown.name, scopes: shown.scopes, tenantId: shown.tenantId, expiresAt: shown.expiresAt }],
  });
