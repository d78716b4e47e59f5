import { expect, test } from "vitest";
import { aTarget } from "../fixtures.test.support.ts";
import { memoryStateStore } from "./memory-state-store.ts";
import { TargetIndex } from "./target-index.ts";

test("a target is found by its id, else by the caller's own, unless that is too long for a key", async () => {
  const index = new TargetIndex(memoryStateStore(), "fake", 1_000);
  const [short, long] = ["r".repeat(256), "r".repeat(257)];
  await index.note({
    id: "s1",
    targets: [aTarget({ id: "t1", reference: short }), aTarget({ id: "t2", reference: long })],
  });
  expect(await index.find("t1", undefined)).toBe("s1");
  expect(await index.find("t2", long)).toBe("s1");
  expect(await index.find("gone", short)).toBe("s1");
  expect(await index.find("gone", long)).toBeUndefined();
  expect(await index.find("gone", "")).toBeUndefined();
});
