import { expect, test } from "vitest";
import { ruleSchema } from "../model/capabilities.ts";
import { rulesFrom } from "./rules.ts";

const common = { source: "https://example.com/docs", evidence: "documented" } as const;

test("each says when, and the table's source", () => {
  const { now, whileIdle, nextSession, never } = rulesFrom(common);
  const rules = [now(), whileIdle("only then"), nextSession("later"), never("not at all")];
  expect(rules).toEqual([
    { idle: "now", live: "now", via: "native", ...common },
    { idle: "now", live: "refused", via: "native", ...common, reason: "only then" },
    { idle: "now", live: "next_session", via: "native", ...common, reason: "later" },
    { idle: "refused", live: "refused", via: "native", ...common, reason: "not at all" },
  ]);
  for (const rule of rules) expect(ruleSchema.parse(rule)).toEqual(rule);
});

test("a rule may say it differently", () => {
  const { now, never } = rulesFrom({ ...common, via: "emulated" });
  expect(now({ reason: "by two calls", evidence: "assumed" })).toMatchObject({
    via: "emulated",
    reason: "by two calls",
    evidence: "assumed",
    source: common.source,
  });
  expect(never("no", { source: "https://example.com/other", via: "native" })).toMatchObject({
    via: "native",
    reason: "no",
    source: "https://example.com/other",
  });
});
