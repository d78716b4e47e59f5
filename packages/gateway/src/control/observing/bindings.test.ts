import { expect, test } from "vitest";
import { type BindingChange, createBindings } from "./bindings.ts";

function bound() {
  const bindings = createBindings();
  bindings.bindStream("str_1", "mux", "m1");
  bindings.bindStream("str_2", "mux", "m2");
  bindings.bindTarget({ streamId: "str_1", targetId: "tgt_1" }, "t1", "youtube");
  bindings.bindTarget({ streamId: "str_2", targetId: "tgt_2" }, "t2", "twitch");
  return bindings;
}

test("ids are translated within their instance and stream", () => {
  const bindings = bound();
  expect(bindings.streamOf("mux", "m1")).toBe("str_1");
  expect(bindings.streamOf("mux-us", "m1")).toBeUndefined();
  expect(bindings.targetOf("str_1", "t1")).toBe("tgt_1");
  expect(bindings.targetOf("str_1", "t2")).toBeUndefined();
  expect(bindings.placeOf("str_2")).toMatchObject({ instance: "mux", providerId: "m2" });
});

test("a target without a stream is found by its id, then by ours, then by the caller's, and only where that is one", () => {
  const bindings = bound();
  const second = { streamId: "str_2", targetId: "tgt_2" };
  expect(bindings.findTarget("mux", "t2")).toEqual(second);
  expect(bindings.findTarget("mux-us", "t2", "twitch")).toBeUndefined();
  expect(bindings.findTarget("mux", "new", "tgt_2")).toEqual(second);
  expect(bindings.findTarget("mux", "new", "twitch")).toEqual(second);
  bindings.bindTarget({ streamId: "str_1", targetId: "tgt_3" }, "t3", "twitch");
  expect(bindings.findTarget("mux", "new", "twitch")).toBeUndefined();
  bindings.unbindTarget({ streamId: "str_1", targetId: "tgt_3" });
  expect(bindings.findTarget("mux", "new", "twitch")).toEqual(second);
});

test("a target that is bound anew leaves nothing of its former place", () => {
  const bindings = bound();
  bindings.bindTarget({ streamId: "str_1", targetId: "tgt_1" }, "t9", "kick");
  expect(bindings.targetOf("str_1", "t1")).toBeUndefined();
  expect(bindings.targetOf("str_1", "t9")).toBe("tgt_1");
  expect(bindings.findTarget("mux", "t1", "youtube")).toBeUndefined();
  expect(bindings.findTarget("mux", "new", "kick")).toMatchObject({ targetId: "tgt_1" });
});

test("a stream goes with its targets, and what comes and goes is told", () => {
  const bindings = bound();
  const told: BindingChange[] = [];
  bindings.onChange((change) => void told.push(change));
  bindings.bindTarget({ streamId: "str_1", targetId: "tgt_4" }, "t4");
  bindings.unbindStream("str_1");
  bindings.unbindStream("str_1");
  expect(bindings.streamOf("mux", "m1")).toBeUndefined();
  expect(bindings.findTarget("mux", "t1", "youtube")).toBeUndefined();
  const place = { streamId: "str_1", instance: "mux", providerId: "m1" };
  expect(told).toEqual([
    { ...place, kind: "bound" },
    { ...place, kind: "unbound" },
  ]);
});
