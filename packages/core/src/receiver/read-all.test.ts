import { expect, test } from "vitest";
import { createFake } from "../client/fake-adapter.test.support.ts";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import { findStreamOf } from "./read-all.ts";

const context = { signal: new AbortController().signal };
const unplaced = { kind: "target", sequence: 1, occurredAt: "2026-01-01T00:00:00Z" } as const;
const status = { state: "live", source: "webhook" } as const;

test("a target is found by its own id first, and by the caller's where that is nowhere", async () => {
  const { adapter, streams } = createFake({ streams: [] });
  const put = (id: string, target: Parameters<typeof aTarget>[0]) =>
    streams.set(id, aStream({ id, targets: [aTarget({ streamId: id, ...target })] }));
  put("s1", { id: "t1", reference: "chat" });
  put("s2", { id: "t2", reference: "other" });
  const find = (targetId: string, reference: string) =>
    findStreamOf(adapter, { ...unplaced, status, targetId, reference }, context);
  expect(await find("t2", "chat")).toBe("s2");
  expect(await find("gone", "chat")).toBe("s1");
  expect(await find("gone", "nobody's")).toBeUndefined();
});
