import { expect, test } from "vitest";
import { TargetMemory } from "./target-memory.ts";

test("the oldest give way to the ten-thousandth", () => {
  const memory = new TargetMemory();
  const destination = { redacted: true, protocol: "rtmp", host: "a.example" } as const;
  for (let index = 0; index <= 10_000; index++) {
    memory.set(`t${index}`, { streamId: "s", destination, notices: [], identity: "i", sent: "s", own: true });
  }
  expect(memory.get("t0")).toBeUndefined();
  expect(memory.get("t1")).toBeDefined();
  expect(memory.get("t10000")).toBeDefined();
});
