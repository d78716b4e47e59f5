import type { Stream } from "../model/stream.ts";
import type { Target, TargetRef } from "../model/target.ts";

/**
 * A change that was asked for, with what holds since then; `read`: what is asked for of a stream and its targets by now,
 * whoever has changed it.
 */
export type Wish =
  | { what: "stream"; did: "created" | "updated" | "read"; stream: Stream }
  | { what: "stream"; did: "deleted"; streamId: string }
  | { what: "target"; did: "created" | "updated"; target: Target }
  | { what: "target"; did: "deleted"; target: TargetRef };

/** The stream that a wish is about. */
export function streamOf(wish: Wish): string {
  if (wish.what === "target") return wish.target.streamId;
  return wish.did === "deleted" ? wish.streamId : wish.stream.id;
}
