import type { Applies, Capabilities, Pending, StreamState } from "@polycast/core";
import { defined, outcomeIn, ruleOf } from "@polycast/core/provider";
import { toTimestamp } from "../clock.ts";
import type { AcceptedTarget } from "./accepted.ts";
import type { Change } from "./change.ts";
import { changesOf } from "./changes-of.ts";
import { gatewayRules } from "./gateway-rules.ts";
import { openOperations } from "./open-operations.ts";
import { pendingErrorOf } from "./pending-error.ts";
import { tableFor } from "./table-for.ts";
import { latest } from "./timing.ts";
import type { WantedTarget } from "./wanted.ts";
import type { Work } from "./work.ts";

/** What is known of a target's wishes. */
export type TargetWishes = {
  wanted: WantedTarget;
  accepted: AcceptedTarget;
  work?: Work | undefined;
  /** The provider's own table. */
  table: Capabilities;
  streamState: StreamState;
};

/**
 * What is asked of a target and not in effect: what the provider has not accepted, what it has accepted for later, and a
 * call of which it is not known whether it did anything. Absent exactly where there is none of these.
 */
export function pendingOf({ wanted, accepted, work, table, streamState }: TargetWishes): Pending | undefined {
  const { awaiting } = accepted;
  const open = changesOf(wanted, accepted, table);
  const doubtful = work?.inDoubt !== undefined && open.length === 0 ? [doubtOf(wanted)] : [];
  const changes = [...new Set([...open, ...doubtful, ...(awaiting?.changes ?? [])])];
  if (changes.length === 0) return undefined;

  const rules = gatewayRules(tableFor(table, accepted));
  const times = openOperations(wanted, accepted, table).map((operation): Applies => {
    const applies = outcomeIn(ruleOf(rules, operation), streamState);
    // Refused for good: the error tells.
    return applies === "refused" ? "now" : applies;
  });
  const applies = latest(awaiting ? [...times, awaiting.applies] : times);
  const isOpen = open.length + doubtful.length > 0;
  const since = Math.min(isOpen ? (work?.since ?? wanted.changedAt) : Infinity, awaiting?.since ?? Infinity);
  const error = isOpen ? pendingErrorOf(work, applies) : undefined;
  return defined({ changes, applies, since: toTimestamp(since), error });
}

/** The provider may have done something that the wish has taken back since. */
function doubtOf({ gone, enabled }: WantedTarget): Change {
  if (gone) return "delete";
  return enabled ? "update" : "disable";
}
