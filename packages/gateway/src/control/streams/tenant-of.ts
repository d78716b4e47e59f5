import { MultistreamError } from "@polycast/core";
import type { Scope } from "../parts.ts";

/** Whose a new thing is. @throws MultistreamError `forbidden` for who acts for a tenant and names another one */
export function tenantOf({ tenantId }: Pick<Scope, "tenantId">, asked: string | undefined): string | undefined {
  if (tenantId === undefined || asked === undefined || asked === tenantId) return tenantId ?? asked;
  throw new MultistreamError("forbidden", "A stream can be made for one's own tenant only.", {
    issues: [{ path: "tenantId", message: "is another tenant" }],
    hint: "Leave `tenantId` out.",
  });
}
