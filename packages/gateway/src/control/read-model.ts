import type { Stream, Target } from "@polycast/core";
import { type Reading, type StreamRecord, targetsOf } from "../store/index.ts";
import type { Views } from "./views.ts";

/** A stream as it is answered, with its targets. */
export function* readStream(views: Views, record: StreamRecord): Reading<Stream> {
  const targets = yield* targetsOf(record.id);
  yield* views.catchUp(record, targets);
  return views.stream(record, targets);
}

/** The targets of a stream as they are answered, oldest first. */
export function* readTargets(views: Views, record: StreamRecord): Reading<Target[]> {
  const targets = yield* targetsOf(record.id);
  yield* views.catchUp(record, targets);
  return targets.map((target) => views.target(record, target));
}
