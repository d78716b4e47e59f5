import { type Capabilities, type Decision, isMultistreamError, type Operation, type StreamState } from "@polycast/core";
import { decideWithRoom, noRoomFor } from "@polycast/core/host";
import { operations } from "@polycast/core/provider";
import type { StreamRecord, TargetRecord } from "../../store/index.ts";
import { assertStreamChangeable } from "../assert-changeable.ts";
import { isSwitchEmulated } from "../reconcile/emulation.ts";
import { gatewayRules } from "../reconcile/gateway-rules.ts";
import { placesTaken } from "../reconcile/places-taken.ts";
import { targetWorkOf } from "../reconcile/run/states.ts";

/** For every operation: may it be done now, and when does it take effect? */
export type Actions = Record<Operation, Decision>;

/**
 * What may be done with a stream and its targets.
 *
 * @param about.table the provider's own
 * @param about.foreign targets on it that are not ours
 */
export function actionsOf(about: {
  record: StreamRecord;
  targets: readonly TargetRecord[];
  table: Capabilities;
  state: StreamState | undefined;
  foreign: number;
}): Actions {
  const { record, targets, table, state, foreign } = about;
  const reason = blockOf(record);
  const rules = gatewayRules(table);
  const taken = placesTaken(targets.map(targetWorkOf), table) + foreign;
  const decided = operations.map((operation): [Operation, Decision] => {
    // One that is asked to go once more goes.
    const isAgain = operation === "stream.delete" && record.deletingAt !== undefined;
    if (reason !== undefined && !isAgain) return [operation, { allowed: false, code: "conflict", reason }];
    const decision = decideWithRoom(rules, operation, state, taken);
    return [operation, operation === "target.enable" ? withRoom(decision, table, taken) : decision];
  });
  return Object.fromEntries(decided) as Actions;
}

/** Where one that is off is absent, switching it on makes it: that takes room. */
function withRoom(decision: Decision, table: Capabilities, taken: number): Decision {
  if (!decision.allowed || !isSwitchEmulated(table)) return decision;
  return noRoomFor(table, taken) ?? decision;
}

function blockOf(record: StreamRecord): string | undefined {
  try {
    assertStreamChangeable(record);
    return undefined;
  } catch (error) {
    if (!isMultistreamError(error)) throw error;
    return error.message;
  }
}
