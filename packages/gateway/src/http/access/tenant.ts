import { tenantIdSchema } from "../../control/tenant-id.ts";
import type { ApiKeyRecord } from "../../store/index.ts";
import { HttpError } from "../http-error.ts";

/** The header that narrows a request to one tenant. */
export const TENANT_HEADER = "Polycast-Tenant";

/**
 * For which tenant a request is: its key's, else the one that the header names; absent for all.
 *
 * @throws HttpError 403 where the key belongs to another one, 422 for what is no tenant
 */
export function tenantOf({ tenantId }: Pick<ApiKeyRecord, "tenantId">, header: string | undefined): string | undefined {
  if (header === undefined || header === tenantId) return tenantId;
  if (tenantId !== undefined) {
    throw new HttpError(403, "forbidden", "This API key belongs to another tenant.", {
      hint: `Leave the header \`${TENANT_HEADER}\` out, or use a key of that tenant.`,
    });
  }
  if (tenantIdSchema.safeParse(header).success) return header;
  throw new HttpError(422, "invalid_argument", "This is no id of a tenant.", {
    issues: [{ path: TENANT_HEADER, message: "must be 1 to 255 visible ASCII characters without spaces" }],
    hint: "Send the id that its streams carry in `tenantId`.",
  });
}

/** @throws HttpError 403 where only one tenant is meant: what is asked for belongs to none. */
export function assertNoTenant(tenantId: string | undefined): void {
  if (tenantId === undefined) return;
  throw new HttpError(403, "forbidden", "This is about the whole gateway, and not for the keys of a tenant.", {
    hint: `Use a key that is bound to no tenant, without the header \`${TENANT_HEADER}\`.`,
  });
}
