import { MultistreamError } from "@polycast/core/provider";
import type { StoredStream, StoredTarget } from "./stored-stream.ts";

/** @throws MultistreamError `not_found` */
export function targetOf({ targets }: StoredStream, id: string): StoredTarget {
  const target = targets.find((target) => target.id === id);
  if (!target) throw notFound("target", id);
  return target;
}

/** There is no such thing; of the id no more is shown than an id of ours has. */
export function notFound(what: "stream" | "target", id: string): MultistreamError {
  return new MultistreamError("not_found", `There is no ${what} ${JSON.stringify(id.slice(0, 64))}.`, {
    provider: "selfhost",
    hint: `List what there is, and check that the ${what} was not deleted.`,
  });
}
