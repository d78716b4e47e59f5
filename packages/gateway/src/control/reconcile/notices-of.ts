import type { Applies, Capabilities, Notice, Operation } from "@polycast/core";
import { isNever, ruleOf } from "@polycast/core/provider";
import { gatewayRules } from "./gateway-rules.ts";
import { openOperations } from "./open-operations.ts";
import { pendingOf, type TargetWishes } from "./pending-of.ts";
import { tableFor } from "./table-for.ts";
import { dependsOnState, isLiveState } from "./timing.ts";
import { isToBeThere } from "./wanted.ts";

const when: Record<Exclude<Applies, "now">, string> = {
  stream_idle: "It is made as soon as the stream is idle",
  next_session: "It is in effect with the next session at the latest",
};
const whenEnabled = "It is made as soon as the stream is enabled";

/**
 * What is to be said about a target's wishes: that one is made out of other calls (`emulated`), is late (`deferred`), or
 * could not be made before the session began (`missing_this_session`). At most 7. Asked before the step is made, it tells
 * what is done; afterwards, what is left.
 */
export function noticesOf(wishes: TargetWishes): Notice[] {
  const { wanted, accepted, work, streamState } = wishes;
  const table = tableFor(wishes.table, accepted);
  const rules = gatewayRules(table);
  const open = openOperations(wanted, accepted, wishes.table);
  const notices = withOff(open, wishes, table)
    .filter((operation) => isNever(ruleOf(table, operation)) && !isNever(ruleOf(rules, operation)))
    .map((operation) => notice("emulated", ruleOf(rules, operation).reason));

  const applies = pendingOf(wishes)?.applies ?? "now";
  if (applies !== "now") {
    // What is emulated is late because what it is made of is.
    const natives = [...open, "target.delete", "target.create"] as const;
    const late = natives.map((operation) => ruleOf(table, operation)).find(dependsOnState);
    const then = streamState === "disabled" && applies === "stream_idle" ? whenEnabled : when[applies];
    notices.push(notice("deferred", late?.reason ? `${then}: ${late.reason}` : then));
  }
  if (work?.missing !== undefined && isLiveState(streamState)) {
    const message = "The session began before the target could be made again: it is missing until the stream is idle";
    notices.push(notice("missing_this_session", message));
  }
  return notices;
}

/** A target that is off is absent where the provider has no switch, as long as it is off. */
function withOff(open: readonly Operation[], { wanted, accepted }: TargetWishes, table: Capabilities): Operation[] {
  const isAbsent = !wanted.gone && !accepted.there && !isToBeThere(wanted, table);
  return isAbsent ? [...open, "target.disable"] : [...open];
}

function notice(code: string, reason = ""): Notice {
  return { code, message: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.` };
}
