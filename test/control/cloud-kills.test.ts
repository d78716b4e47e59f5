import { expect, test } from "vitest";
import { runCloudKills } from "./cloud-kills.ts";

/** The whole size is a script: `pnpm test:kills --clouds`. */
const SMALL = { kills: 3, seed: 1 };

test("a gateway that is killed while it changes clouds leaves there what it has acknowledged, and nothing else", async () => {
  const { violations, ...report } = await runCloudKills(SMALL);
  console.info(JSON.stringify(report));
  expect(violations.slice(0, 20)).toEqual([]);
  expect(report.acknowledged).toBeGreaterThan(0);
  expect(report.unanswered, "a kill must have hit a request").toBeGreaterThan(0);
}, 180_000);
