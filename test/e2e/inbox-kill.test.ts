import { expect, test } from "vitest";
import { runStorm } from "../events/run-storm.ts";

/** The whole size is a script: test/events/storm.ts. */
const SMALL = { webhooks: 600, kills: 3, seed: 1, streams: 4, spread: 0.05, patient: false };

test("webhooks in any order, repeated and forged, into a gateway that is killed: each is processed once", async () => {
  const report = await runStorm(SMALL);
  console.info(JSON.stringify({ ...report, violations: report.violations.length }));
  expect(report.violations.slice(0, 20)).toEqual([]);
  expect(report.kills).toBe(SMALL.kills);
  expect(report.webhooks).toBeGreaterThanOrEqual(SMALL.webhooks);
  expect(report.sent.acknowledged).toBeGreaterThan(report.webhooks);
  expect(report.sent.refused).toBeGreaterThan(0);
  expect(report.sent.unanswered, "a kill must have hit a request").toBeGreaterThan(0);
  expect(report.events).toBeGreaterThan(0);
}, 180_000);
