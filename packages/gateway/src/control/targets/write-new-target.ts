import type { Target } from "@polycast/core";
import { targetWish } from "@polycast/core/host";
import { insertTarget, type StreamRecord, type TargetRecord, type Writing } from "../../store/index.ts";
import { toTimestamp } from "../clock.ts";
import { appendEvents } from "../events/event-log.ts";
import type { Parts } from "../parts.ts";
import { wake } from "./put-wish.ts";

/** Stores a target that is wanted, with its event. */
export function* writeNewTarget(
  { views }: Pick<Parts, "views">,
  stream: StreamRecord,
  record: TargetRecord,
  now: number,
): Writing<Target> {
  const target = views.toldTarget(stream, record);
  yield* insertTarget(record);
  yield* appendEvents([targetWish("target.created", target, toTimestamp(now), {}, stream)]);
  yield* wake(stream, now);
  return target;
}
