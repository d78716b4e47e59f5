import type { Capabilities, Pending, StreamState } from "@polycast/core";
import { defined } from "@polycast/core/provider";
import { type AcceptedTarget, fieldsOf } from "./accepted.ts";
import { awaitingFor, withFields } from "./awaiting.ts";
import type { Change } from "./change.ts";
import type { TargetField } from "./changes-of.ts";
import type { ChangingStep } from "./step.ts";
import type { WantedTarget } from "./wanted.ts";

/** What was known when a call was made. */
export type Circumstances = {
  /** The wish that it was made for. */
  wanted: WantedTarget;
  /** What was accepted before. */
  accepted: AcceptedTarget;
  /** The provider's own table. */
  table: Capabilities;
  streamState: StreamState;
  /** The session that runs. */
  sessionId?: string | undefined;
  /** `pending` of the provider's own answer: it may know better that a session runs. */
  answered?: Pick<Pending, "changes" | "applies"> | undefined;
  /** Milliseconds since 1970. */
  now: number;
};

/** What the provider has accepted after a step that succeeded. */
export function acceptedAfter(step: ChangingStep, call: Circumstances): AcceptedTarget {
  const accepted =
    step.do === "delete" ? afterDelete(call) : step.do === "create" ? afterCreate(call) : afterUpdate(step.patch, call);
  if (!call.answered || accepted.awaiting) return accepted;
  const { changes, applies } = call.answered;
  return defined({ ...accepted, awaiting: defined({ changes, applies, since: call.now, sessionId: call.sessionId }) });
}

function afterDelete(call: Circumstances): AcceptedTarget {
  const { wanted, table } = call;
  const isOff = !wanted.gone && !wanted.enabled;
  const change: Change = wanted.gone ? "delete" : isOff ? "disable" : "update";
  return defined({
    there: false as const,
    off: isOff ? (true as const) : undefined,
    awaiting: awaitingFor(change, table.target.delete, call),
  });
}

function afterCreate(call: Circumstances): AcceptedTarget {
  const { wanted, table, accepted } = call;
  const isOff = !accepted.there && accepted.off === true;
  const isReplaced = accepted.awaiting?.changes.includes("update") === true;
  const change: Change = isOff ? "enable" : isReplaced ? "update" : "create";
  const since = accepted.awaiting?.since ?? call.now;
  const awaiting = awaitingFor(change, table.target.create, { ...call, now: since });
  return defined({ there: true as const, ...fieldsOf(wanted), awaiting });
}

function afterUpdate(patch: readonly TargetField[], call: Circumstances): AcceptedTarget {
  const { wanted, accepted } = call;
  if (!accepted.there) return accepted;
  const { there: _there, mayHold: _mayHold, fixed: _fixed, awaiting: _awaiting, ...fields } = accepted;
  if (patch.includes("name")) fields.name = wanted.name;
  if (patch.includes("enabled")) fields.enabled = wanted.enabled;
  if (patch.includes("rendition")) fields.rendition = wanted.rendition;
  if (patch.includes("videoOnly")) fields.videoOnly = wanted.videoOnly;
  if (patch.includes("destination")) fields.destinationHash = wanted.destinationHash;
  return withFields(accepted, fields, call);
}
