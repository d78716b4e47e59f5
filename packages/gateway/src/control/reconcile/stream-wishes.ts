import type { Capabilities, MultistreamError, Operation, Pending, StreamState } from "@polycast/core";
import { defined, ruleOf } from "@polycast/core/provider";
import { toTimestamp } from "../clock.ts";
import type { AcceptedStream } from "./accepted.ts";
import type { Change } from "./change.ts";
import { keepsStreamName } from "./emulation.ts";
import { pendingErrorOf } from "./pending-error.ts";
import { refusedBy } from "./refusals.ts";
import { isSendable, latest, timingOf } from "./timing.ts";
import type { Work } from "./work.ts";

/** What the caller wants of a stream itself. */
export type WantedStream = AcceptedStream & {
  /** It is to be gone, with its targets. */
  gone: boolean;
  /** Others have changed it at the provider, and it is left so: nothing of it is open until it is asked for anew. */
  left?: boolean;
  /** When the wish was last changed, milliseconds since 1970. */
  changedAt: number;
};

/** What is known of a stream's own wishes. */
export type StreamWishes = {
  wanted: WantedStream;
  accepted: AcceptedStream;
  work?: Work | undefined;
  /** The provider's own table. */
  table: Capabilities;
  streamState: StreamState;
};

/** What is to be done next about a stream itself; the words mean what they mean for a target. */
export type StreamStep =
  | { do: "nothing" }
  | { do: "look" }
  | { do: "delete" }
  | { do: "update"; patch: StreamField[] }
  | { do: "wait"; applies: "stream_idle" }
  | { do: "retry-later"; at: number }
  | { do: "refused"; error: MultistreamError };

type StreamField = "name" | "enabled";

/** What is wanted of a stream and not accepted. */
export function streamChangesOf(wanted: WantedStream, accepted: AcceptedStream, table: Capabilities): Change[] {
  if (wanted.gone) return ["delete"];
  return openFields(wanted, accepted, table).map((field): Change => {
    if (field === "name") return "update";
    return wanted.enabled ? "enable" : "disable";
  });
}

/** What is to be done next. @param wishes.now milliseconds since 1970 */
export function nextStreamStep(wishes: StreamWishes & { now: number }): StreamStep {
  const { work, now } = wishes;
  const step: StreamStep = work?.inDoubt === undefined ? planStep(wishes) : { do: "look" };
  const at = work?.nextAttemptAt;
  const isCall = step.do === "look" || step.do === "delete" || step.do === "update";
  return at !== undefined && at > now && isCall ? { do: "retry-later", at } : step;
}

/** What is asked of the stream itself and not accepted; of its targets each tells by itself. */
export function streamPendingOf({ wanted, accepted, work, table, streamState }: StreamWishes): Pending | undefined {
  const open = streamChangesOf(wanted, accepted, table);
  const changes: Change[] = open.length === 0 && work?.inDoubt !== undefined ? ["update"] : open;
  if (changes.length === 0) return undefined;
  const times = operationsOf(wanted, accepted, table).map((operation) => {
    const timing = timingOf(ruleOf(table, operation), streamState);
    return timing === "wait" ? "stream_idle" : isSendable(timing) ? timing : "now";
  });
  const since = toTimestamp(work?.since ?? wanted.changedAt);
  const applies = latest(times);
  return defined({ changes, applies, since, error: pendingErrorOf(work, applies) });
}

/** What the provider has accepted after these fields were sent. */
export function acceptedStreamAfter(
  patch: readonly StreamField[],
  wanted: WantedStream,
  accepted: AcceptedStream,
): AcceptedStream {
  return {
    name: patch.includes("name") ? wanted.name : accepted.name,
    enabled: patch.includes("enabled") ? wanted.enabled : accepted.enabled,
  };
}

function planStep({ wanted, accepted, table, streamState }: StreamWishes): StreamStep {
  const operations = operationsOf(wanted, accepted, table);
  const [first] = operations;
  if (first === undefined) return { do: "nothing" };
  const timings = operations.map((operation) => timingOf(ruleOf(table, operation), streamState));
  if (timings.some(isSendable)) {
    if (wanted.gone) return { do: "delete" };
    const fields = openFields(wanted, accepted, table);
    return { do: "update", patch: fields.filter((_field, index) => isSendable(timings[index] ?? "refused")) };
  }
  if (timings.includes("look")) return { do: "look" };
  if (timings.includes("wait")) return { do: "wait", applies: "stream_idle" };
  return { do: "refused", error: refusedBy(first, ruleOf(table, first)) };
}

function openFields(wanted: WantedStream, accepted: AcceptedStream, table: Capabilities): StreamField[] {
  const fields: StreamField[] = [];
  if (wanted.left) return fields;
  if (keepsStreamName(table) && wanted.name !== accepted.name) fields.push("name");
  if (wanted.enabled !== accepted.enabled) fields.push("enabled");
  return fields;
}

function operationsOf(wanted: WantedStream, accepted: AcceptedStream, table: Capabilities): Operation[] {
  if (wanted.gone) return ["stream.delete"];
  return openFields(wanted, accepted, table).map((field): Operation => {
    if (field === "name") return "stream.update";
    return wanted.enabled ? "stream.enable" : "stream.disable";
  });
}
