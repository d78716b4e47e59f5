import { isCall, type Step } from "./step.ts";

/**
 * Which of a stream's targets goes first, one call at a time: what is in doubt is read; what leaves makes room; what is
 * missing is made, before another one is taken down to be made again.
 *
 * @param steps of all targets, oldest first
 * @returns undefined when none of them is a call
 */
export function chooseStep<S extends { step: Step }>(steps: readonly S[]): S | undefined {
  let chosen: S | undefined;
  for (const one of steps) {
    if (isCall(one.step) && (chosen === undefined || rankOf(one.step) < rankOf(chosen.step))) chosen = one;
  }
  return chosen;
}

function rankOf(step: Step): number {
  if (step.do === "look") return 0;
  if (step.do === "delete") return step.next ? 4 : 1;
  return step.do === "create" ? 2 : 3;
}
