import type { Stream } from "@polycast/core";
import { type Reading, type StreamRecord, targetsOf } from "../store/index.ts";
import type { Views } from "./views.ts";

/** A stream as it is answered, with its targets. */
export function* readStream(views: Views, record: StreamRecord): Reading<Stream> {
  return views.stream(record, yield* targetsOf(record.id));
}
