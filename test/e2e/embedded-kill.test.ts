import { expect, test } from "vitest";
import { runKills } from "../control/kill-rounds.ts";

/** The whole size is a script: test/control/run-kills.ts. */
const SMALL = { kills: 10, seed: 1 };

test("a gateway that is killed while clients write loses nothing that it has acknowledged", async () => {
  const report = await runKills(SMALL);
  console.info(JSON.stringify({ ...report, violations: report.violations.length }));
  expect(report.violations.slice(0, 20)).toEqual([]);
  expect(report.acknowledged).toBeGreaterThan(0);
  expect(report.unanswered, "a kill must have hit a request").toBeGreaterThan(0);
}, 180_000);
