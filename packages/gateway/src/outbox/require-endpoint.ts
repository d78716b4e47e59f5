import { MultistreamError } from "@polycast/core";
import { type EndpointRecord, getEndpoint, type Reading } from "../store/index.ts";

/**
 * Reads an endpoint.
 *
 * @param tenantId whose it must be; absent: anybody's
 * @throws MultistreamError `not_found`, also for another tenant's
 */
export function* requireEndpoint(id: string, tenantId: string | undefined): Reading<EndpointRecord> {
  const record = yield* getEndpoint(id);
  if (record && isWithin(record, tenantId)) return record;
  throw new MultistreamError("not_found", "There is no such webhook endpoint.", {
    hint: "List the endpoints; one is named by its `id` (`whe_…`).",
  });
}

/** May a caller of this tenant see it? One without a tenant sees all. */
export function isWithin(record: { tenantId?: string }, tenantId: string | undefined): boolean {
  return tenantId === undefined || record.tenantId === tenantId;
}
