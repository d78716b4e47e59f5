import { leavingOf } from "../leaving.ts";
import { nextStep } from "../next-step.ts";
import type { Step } from "../step.ts";
import { observedNow, type Pass } from "./pass.ts";
import type { LoadedStream, TargetWork } from "./states.ts";

/** What is to be done next about each target of a stream, oldest first. */
export function stepsOf(pass: Pass, { targets }: LoadedStream): { target: TargetWork; step: Step }[] {
  const { table, tools } = pass;
  const { streamState } = observedNow(pass);
  const now = tools.clock.now();
  const taken = targets.filter(({ accepted, work }) => accepted.there || work?.inDoubt === "create").length;
  const room = (table.limits.targetsPerStream ?? Infinity) - taken - tools.foreign.count(pass.streamId);
  return targets.map((target) => {
    const others = targets.filter((other) => other !== target);
    const { wanted, accepted, work } = target;
    const leaving = leavingOf(others, table);
    return { target, step: nextStep({ wanted, accepted, work, table, streamState, room, leaving, now }) };
  });
}
