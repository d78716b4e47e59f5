import { describe, expect, test } from "vitest";
import { calm, catchRequests, newStream, newTarget, simulated, youTube } from "./test-support/simulated.ts";

catchRequests();

const platforms = "/v2/live_streams/*/platforms";
const threeTargets = ["a", "b", "c"].map((name) => newTarget({ name, destination: youTube(`key-${name}`) }));
const faults = [
  ["429", { kind: "answer", status: 429 }],
  ["no answer after it was done", { kind: "hang", afterCommit: true }],
  ["no answer before it was done", { kind: "hang", afterCommit: false }],
  ["500 after it was done", { kind: "answer_after_commit", status: 500, body: "<h1>oops</h1>" }],
  [
    "500 before it was done",
    { kind: "answer", status: 500, body: { statusCode: 500, error: "Internal Server Error" } },
  ],
  ["an answer that is cut off", { kind: "truncate" }],
  ["an empty answer", { kind: "answer_after_commit", status: 200 }],
  ["a useless answer", { kind: "answer_after_commit", status: 200, body: { success: true } }],
] as const;

describe("a stream with three targets is made once", () => {
  test.each(faults)("the stream: %s", async (_name, fault) => {
    const { adapter, simulator } = simulated({}, { attemptTimeoutMs: 250 });
    simulator.faults.add({ method: "POST", path: "/v2/live_streams", fault });
    const { stream } = await adapter.streams.create(newStream({ targets: threeTargets }), calm());
    const { data } = await adapter.streams.list({ limit: 10 }, calm());
    expect(data.map(({ id }) => id)).toEqual([stream.id]);
    expect(data[0]?.targets?.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });

  test.each(faults)("its second target: %s", async (_name, fault) => {
    const { adapter, simulator } = simulated({}, { attemptTimeoutMs: 250 });
    simulator.faults.add({ method: "POST", path: platforms, skip: 1, fault });
    const { stream } = await adapter.streams.create(newStream({ targets: threeTargets }), calm());
    expect(stream.targets?.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    const { data } = await adapter.streams.list({ limit: 10 }, calm());
    expect(data.map(({ id }) => id)).toEqual([stream.id]);
    expect(data[0]?.targets).toHaveLength(3);
  });
});

test("a stream with three targets outlasts a 429 that names a time to wait", async () => {
  const { adapter, simulator, calls } = simulated();
  const fault = { kind: "answer", status: 429, headers: { "retry-after": "1" } } as const;
  simulator.faults.add({ method: "POST", path: platforms, skip: 1, fault });
  const { stream } = await adapter.streams.create(newStream({ targets: threeTargets }), calm());
  expect(stream.targets).toHaveLength(3);
  expect(calls()).toHaveLength(5);
});
