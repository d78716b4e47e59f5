import type { Stream } from "../model/stream.ts";
import type { Target, TargetRef } from "../model/target.ts";

/** A change that was asked for through this client, with the provider's answer. */
export type Wish =
  | { what: "stream"; did: "created" | "updated"; stream: Stream }
  | { what: "stream"; did: "deleted"; streamId: string }
  | { what: "target"; did: "created" | "updated"; target: Target }
  | { what: "target"; did: "deleted"; target: TargetRef };

/** The stream that a wish is about. */
export function streamOf(wish: Wish): string {
  if (wish.what === "target") return wish.target.streamId;
  return wish.did === "deleted" ? wish.streamId : wish.stream.id;
}
