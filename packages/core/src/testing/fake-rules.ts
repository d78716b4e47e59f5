import { assertAllowed, type Operation, ruleOf } from "../capabilities/decide.ts";
import { checkTarget } from "../client/check-target.ts";
import type { NewTarget } from "../model/inputs.ts";
import type { Applies } from "../model/pending.ts";
import type { StreamRecord } from "./fake-records.ts";
import type { FakeWorld } from "./fake-world.ts";

/** @throws CapabilityError when the table refuses one of the operations now. Answers the latest time of their rules. */
export function allow(world: FakeWorld, operations: readonly Operation[], stream: StreamRecord): Applies {
  const { state } = stream.status;
  const on = state === "live" || state === "reconnecting";
  let latest: Applies = "now";
  for (const operation of operations) {
    assertAllowed(world.capabilities, operation, world.name, state);
    const applies = ruleOf(world.capabilities, operation)[on ? "live" : "idle"];
    if (applies === "next_session" || (applies === "stream_idle" && latest === "now")) latest = applies;
  }
  return latest;
}

/** @throws MultistreamError when the table has no way to do or to keep what is asked of a new target */
export function checkNewTarget(world: FakeWorld, input: NewTarget): void {
  checkTarget(world.capabilities, world.name, input);
  if (input.enabled) return;
  // A target that cannot be switched off must not be made as if it were.
  assertAllowed(world.capabilities, "target.disable", world.name);
}

/** Without the fields that are present but undefined. */
export function defined<T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
