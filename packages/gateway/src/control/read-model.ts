import type { Stream, Target } from "@polycast/core";
import { type Reader, type StreamRecord, type TargetRecord, targetsOf } from "../store/index.ts";
import { composeStream, composeTarget } from "./compose.ts";
import type { Register } from "./observing/register.ts";

/** A stream as it is answered, with its targets. */
export function readStream(register: Register, reader: Reader, record: StreamRecord): Stream {
  const targets = targetsOf(reader, record.id).map((target) => readTarget(register, record, target));
  return composeStream(record, register.get(record.id), targets);
}

/** A target as it is answered. */
export function readTarget(register: Register, stream: StreamRecord, record: TargetRecord): Target {
  return composeTarget(record, stream.provider, register.target(stream.id, record.id));
}
