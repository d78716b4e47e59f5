import type { Target } from "@polycast/core";
import { findTarget, type TargetPath } from "../lookup.ts";
import type { Scope } from "../parts.ts";

/** A target as it is answered now. @throws MultistreamError `not_found` */
export async function readTarget(
  scope: Pick<Scope, "store" | "bindings" | "views" | "tenantId">,
  path: TargetPath,
): Promise<Target> {
  const { stream, record } = await findTarget(scope, path);
  return scope.views.target(stream, record);
}
