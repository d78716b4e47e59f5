import { randomUUID } from "node:crypto";

/** An id for a request that came without one of its own. */
export function newRequestId(): string {
  return `req_${randomUUID()}`;
}
