import type { Applies, MultistreamError } from "@polycast/core";
import type { TargetField } from "./changes-of.ts";
import type { Timing } from "./timing.ts";

/** What is to be done next about a target. */
export type Step =
  | { do: "nothing" }
  /**
   * The outcome of a call is in doubt, or the stream's state counts and is not known: read the provider first. A look
   * that leaves the state unknown is a failure (`afterFailure`): else it would be repeated at once.
   */
  | { do: "look" }
  | { do: "create" }
  /** `next`: it is made again at once, so the budget for that call must be in hand. */
  | { do: "delete"; next?: "create" }
  /** These fields of the wish are sent in one call. */
  | { do: "update"; patch: TargetField[] }
  /** `now`: it waits for another target of the stream, which is about to leave its destination. */
  | { do: "wait"; applies: Applies }
  /** `at`: milliseconds since 1970. */
  | { do: "retry-later"; at: number }
  /** No call was made, and none helps before something changes. */
  | { do: "refused"; error: MultistreamError };

/** The steps that call the provider and change something there. */
export type ChangingStep = Extract<Step, { do: "create" | "delete" | "update" }>;

/** Does it call the provider? */
export function isCall(step: Step): step is ChangingStep | { do: "look" } {
  return step.do === "look" || isChanging(step);
}

export function isChanging(step: Step): step is ChangingStep {
  return step.do === "create" || step.do === "delete" || step.do === "update";
}

/** The step where its timing lets it be made. @param refusal what to say where it never does */
export function stepIn(timing: Timing, step: ChangingStep, refusal: () => MultistreamError): Step {
  if (timing === "look") return { do: "look" };
  if (timing === "wait") return { do: "wait", applies: "stream_idle" };
  return timing === "refused" ? { do: "refused", error: refusal() } : step;
}
