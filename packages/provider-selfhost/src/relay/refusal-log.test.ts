import { expect, test } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import type { LogEntry } from "./messages.ts";
import { RefusalLog } from "./refusal-log.ts";

test("the first refusal is logged at once, a flood once a second with its size", () => {
  const clock = createManualClock();
  const lines: LogEntry[] = [];
  const refusals = new RefusalLog(
    clock,
    (...entry) => void lines.push(entry),
    "an encoder was refused: unknown stream key",
  );
  for (let peer = 0; peer < 500; peer++) refusals.refused(`192.0.2.${peer % 250}`);
  clock.advance(1_000);
  refusals.refused("192.0.2.9");
  clock.advance(1_000);
  refusals.refused("192.0.2.7");
  expect(lines.map(([, , fields]) => fields)).toEqual([
    { from: "192.0.2.0" },
    { from: "192.0.2.9", count: 500 },
    { from: "192.0.2.7" },
  ]);
});
