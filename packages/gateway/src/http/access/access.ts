import type { Context } from "hono";
import type { Clock } from "../../control/clock.ts";
import type { ApiKeyRecord, Scope, Store } from "../../store/index.ts";
import type { RequestEnv } from "../request-env.ts";
import { authenticate } from "./authenticate.ts";
import { authorize } from "./authorize.ts";
import type { Failures } from "./failures.ts";
import { createKeyCache } from "./key-cache.ts";
import { createLastUses } from "./last-uses.ts";
import { createRateLimit } from "./rate-limit.ts";
import { assertNoTenant, TENANT_HEADER, tenantOf } from "./tenant.ts";
import type { Rate } from "./token-buckets.ts";

/** What a key must have for a route. */
export type Needs = {
  scopes: readonly [Scope, ...Scope[]];
  /** Is it about the whole gateway? Then the key must be bound to no tenant, and the request narrowed to none. */
  unbound?: boolean;
};

/** Lets a request in, and sets who its `caller` is: at once where its key is known already. */
export type Access = (c: Context<RequestEnv>, needs: Needs) => void | Promise<void>;

export type AccessOptions = {
  store: Store;
  clock: Clock;
  failures: Failures;
  /** Requests of one key. Absent: any number. */
  rate?: Rate | undefined;
};

/**
 * Makes the door: key, rate, scopes and tenant, in this order.
 *
 * @returns what throws HttpError 401, 403, 422 or 429
 */
export function createAccess({ store, clock, failures, rate }: AccessOptions): Access {
  const keys = createKeyCache({ store, clock });
  const lastUses = createLastUses(store, clock);
  const limit = rate && createRateLimit(rate, clock);
  const letIn = (c: Context<RequestEnv>, key: ApiKeyRecord, { scopes, unbound }: Needs): void => {
    c.set("caller", key.tenantId === undefined ? { key } : { key, tenantId: key.tenantId });
    limit?.(c, key.id);
    authorize(key, scopes);
    const tenantId = tenantOf(key, c.req.header(TENANT_HEADER));
    if (unbound) assertNoTenant(tenantId);
    if (tenantId !== undefined && key.tenantId === undefined) c.set("caller", { key, tenantId });
    lastUses.note(key);
  };
  return (c, needs) => {
    const key = authenticate(c, { keys, failures, clock });
    return key instanceof Promise ? key.then((found) => letIn(c, found, needs)) : letIn(c, key, needs);
  };
}
