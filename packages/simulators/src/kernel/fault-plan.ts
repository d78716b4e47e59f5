import type { Fault, FaultPlan, FaultRule } from "./types.ts";

/** A plan, and what hits the next request. */
export type TakingFaultPlan = FaultPlan & {
  /** The fault of the first open rule that matches, with one of its hits used up. Rules are asked in the order they came in. */
  take(method: string, path: string): Fault | undefined;
};

/** More rules than this at once are a mistake. */
const MOST_RULES = 1000;

/** An empty plan. */
export function createFaultPlan(): TakingFaultPlan {
  let rules: { rule: FaultRule; skip: number; times: number; path: RegExp | undefined }[] = [];
  return {
    add(rule) {
      if (rules.length >= MOST_RULES) throw new RangeError(`More than ${MOST_RULES} fault rules at once.`);
      const { skip = 0, times = 1 } = rule;
      if (times <= 0) return;
      rules.push({ rule, skip, times, path: rule.path === undefined ? undefined : pathPattern(rule.path) });
    },
    open: () => rules.map(({ rule, skip, times }) => ({ ...rule, skip, times })),
    clear() {
      rules = [];
    },
    take(method, path) {
      for (const entry of rules) {
        if (entry.rule.method !== undefined && entry.rule.method.toUpperCase() !== method.toUpperCase()) continue;
        if (entry.path && !entry.path.test(path)) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        entry.times -= 1;
        rules = rules.filter(({ times }) => times > 0);
        return entry.rule.fault;
      }
      return undefined;
    },
  };
}

/** `*` stands for one whole segment. */
function pathPattern(pattern: string): RegExp {
  const escaped = pattern
    .split("/")
    .map((part) => (part === "*" ? "[^/]+" : part.replaceAll(/[$()*+.?[\\\]^{|}]/gu, "\\$&")));
  return new RegExp(`^${escaped.join("/")}$`, "u");
}
