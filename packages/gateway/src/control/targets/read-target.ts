import type { Target } from "@polycast/core";
import { targetsOf } from "../../store/index.ts";
import { requirePath, type TargetPath } from "../lookup.ts";
import type { Scope } from "../parts.ts";

/** A target as it is answered now. @throws MultistreamError `not_found` */
export async function readTarget(
  scope: Pick<Scope, "store" | "bindings" | "views" | "tenantId">,
  path: TargetPath,
): Promise<Target> {
  const { store, views } = scope;
  return store.read(function* () {
    const { stream, record } = yield* requirePath(scope, path);
    yield* views.catchUp(stream, yield* targetsOf(stream.id));
    return views.target(stream, record);
  });
}
