import type { Rule } from "../model/capabilities.ts";
import type { StreamState } from "../model/stream.ts";

/** What becomes of a change: when it takes effect, or that it is refused. */
export type Outcome = Rule["idle"];

/**
 * What a rule says for a state of the stream. Where that is not known it is answered as for an idle one.
 */
export function outcomeIn(rule: Rule, state?: StreamState): Outcome {
  if (state === "live" || state === "reconnecting") return rule.live;
  return state === "disabled" ? (rule.disabled ?? rule.idle) : rule.idle;
}

/** Each outcome that a rule has in some state: while idle, live and disabled. */
export function outcomesOf(rule: Rule): readonly [idle: Outcome, live: Outcome, disabled: Outcome] {
  return [rule.idle, rule.live, rule.disabled ?? rule.idle];
}

/** Is it refused in every state? */
export function isNever(rule: Rule): boolean {
  return outcomesOf(rule).every((outcome) => outcome === "refused");
}
