import type { Rule } from "../model/capabilities.ts";

/** What one rule says differently from its table. */
export type RuleOverride = Partial<Pick<Rule, "reason" | "source" | "evidence" | "via" | "disabled">>;

/** Makes the rules of a capability table, so that the table reads as data. */
export type Rules = {
  /** In effect at once, in every state. */
  now: (override?: RuleOverride) => Rule;
  /** Only while the stream is idle. */
  whileIdle: (reason: string, override?: RuleOverride) => Rule;
  /** At once while the stream is idle; while it is live, from the next session on. */
  nextSession: (reason: string, override?: RuleOverride) => Rule;
  /** In no state. */
  never: (reason: string, override?: RuleOverride) => Rule;
};

/** @param common what holds for every rule that does not say otherwise; `via` is `native` by default */
export function rulesFrom(common: Pick<Rule, "source" | "evidence"> & Partial<Pick<Rule, "via">>): Rules {
  const rule = (when: Pick<Rule, "idle" | "live">, reason?: string, override?: RuleOverride): Rule => ({
    ...when,
    via: "native",
    ...common,
    ...(reason === undefined ? {} : { reason }),
    ...override,
  });
  return {
    now: (override) => rule({ idle: "now", live: "now" }, undefined, override),
    whileIdle: (reason, override) => rule({ idle: "now", live: "refused" }, reason, override),
    nextSession: (reason, override) => rule({ idle: "now", live: "next_session" }, reason, override),
    never: (reason, override) => rule({ idle: "refused", live: "refused" }, reason, override),
  };
}
