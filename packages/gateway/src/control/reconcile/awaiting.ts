import type { Capabilities, Rule, StreamState } from "@polycast/core";
import { defined, ruleOf } from "@polycast/core/provider";
import type { Awaiting, PresentTarget, TargetFields } from "./accepted.ts";
import type { Change } from "./change.ts";
import { openFields, operationFor, type TargetField } from "./changes-of.ts";
import { isSendable, latest, timingOf } from "./timing.ts";

type When = { streamState: StreamState; sessionId?: string | undefined; now: number };

/** What is to be awaited of a change that was sent; undefined where it is in effect at once. */
export function awaitingFor(change: Change, rule: Rule, { streamState, sessionId, now }: When): Awaiting | undefined {
  const timing = timingOf(rule, streamState);
  if (timing === "now" || !isSendable(timing)) return undefined;
  return defined({ changes: [change], applies: timing, since: now, sessionId });
}

/** A target that is there, with other fields; what is late of them is awaited besides what is awaited already. */
export function withFields(
  accepted: PresentTarget,
  fields: TargetFields,
  call: When & { table: Capabilities },
): PresentTarget {
  const { awaiting, fixed } = accepted;
  const changed = openFields({ ...fields, gone: false, changedAt: call.now }, accepted, call.table);
  const more = changed.map((field) => {
    const rule = ruleOf(call.table, operationFor(field, fields.enabled));
    return awaitingFor(changeOf(field, fields.enabled), rule, call);
  });
  const mayHold = fields.destinationHash === undefined ? accepted.mayHold : undefined;
  return defined({ there: true as const, ...fields, mayHold, fixed, awaiting: more.reduce(merge, awaiting) });
}

const opposite: Partial<Record<Change, Change>> = { enable: "disable", disable: "enable" };

/** What is awaited of both; that it is switched on takes the place of that it is switched off, and the other way round. */
function merge(before: Awaiting | undefined, more: Awaiting | undefined): Awaiting | undefined {
  if (!before || !more) return before ?? more;
  const added = more.changes.filter((change) => !before.changes.includes(change));
  const kept = before.changes.filter((change) => !added.some((other) => opposite[other] === change));
  return {
    ...more,
    changes: [...kept, ...added],
    applies: latest([before.applies, more.applies]),
    since: before.since,
  };
}

function changeOf(field: TargetField, enabled: boolean): Change {
  if (field !== "enabled") return "update";
  return enabled ? "enable" : "disable";
}
