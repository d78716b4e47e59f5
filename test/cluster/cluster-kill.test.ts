import { describe, expect, test } from "vitest";
import { hasPostgres } from "../harness/database.ts";
import { hasTools } from "../harness/require-tool.ts";
import { runUnderKills } from "./run-under-kills.ts";

/** The whole size is a script: test/cluster/run-kills.ts. */
const SMALL = { kills: 4, live: 2, killPauseMs: 1_500, awayMs: 500, patienceMs: 3_000, patient: false };

describe.skipIf(!hasPostgres() || !hasTools("ffmpeg"))("two gateways and two relays that are killed under load", () => {
  test("lose nothing that was acknowledged, tell every event once, and never push twice", async () => {
    const seed = Date.now() % 1_000_000;
    const { violations, logs, ...report } = await runUnderKills({ ...SMALL, seed });
    console.info(JSON.stringify({ seed, ...report }));
    if (violations.length > 0) console.error(logs);
    expect(violations.slice(0, 20)).toEqual([]);
    expect(Object.values(report.kills)).toEqual([1, 1, 1, 1]);
    expect(report.requests.acknowledged).toBeGreaterThan(20);
    expect(report.requests.unanswered, "a kill must have hit a request").toBeGreaterThan(0);
    expect(report.webhooks.acknowledged).toBeGreaterThan(50);
    expect(report.publications).toBeGreaterThanOrEqual(SMALL.live);
  }, 300_000);
});
