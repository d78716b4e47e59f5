import type { Context } from "hono";
import type { ControlPlane, TenantCalls } from "../control/control-plane.ts";
import type { Outbox } from "../outbox/create-outbox.ts";
import type { RequestEnv } from "./request-env.ts";

/** The calls of the control plane for whom a request is. */
export type ServicesOf = (c: Context<RequestEnv>) => TenantCalls;

/** The webhook endpoints of whom a request is for, and their deliveries. */
export type SendingOf = (c: Context<RequestEnv>) => Pick<Outbox, "endpoints" | "deliveries">;

/** Tenants whose calls are kept; they are made anew in no time. */
const MAX_TENANTS = 1000;

/** Narrows the calls of a control plane to whom a request is for. */
export function createServices(control: ControlPlane): ServicesOf {
  return perTenant<TenantCalls>(control, (tenantId) => control.forTenant(tenantId));
}

/** Narrows those of an outbox. */
export function createSending(outbox: Outbox): SendingOf {
  return perTenant<ReturnType<SendingOf>>(outbox, (tenantId) => outbox.forTenant(tenantId));
}

function perTenant<T>(forAll: T, make: (tenantId: string) => T): (c: Context<RequestEnv>) => T {
  const kept = new Map<string, T>();
  return (c) => {
    const tenantId = c.get("caller")?.tenantId;
    if (tenantId === undefined) return forAll;
    const known = kept.get(tenantId);
    if (known) return known;
    if (kept.size >= MAX_TENANTS) kept.clear();
    const made = make(tenantId);
    kept.set(tenantId, made);
    return made;
  };
}
