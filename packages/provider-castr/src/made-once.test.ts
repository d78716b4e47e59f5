import { expect, test } from "vitest";
import { streamSample } from "./test-support/samples.ts";
import { calm, catchRequests, failure, newStream, newTarget, simulated, youTube } from "./test-support/simulated.ts";

catchRequests();

const platforms = "/v2/live_streams/*/platforms";

test("a stream of the same name that was there before is not taken for the new one", async () => {
  const { adapter, simulator } = simulated();
  const { stream: first } = await adapter.streams.create(newStream(), calm());
  simulator.faults.add({ method: "POST", fault: { kind: "answer", status: 500 } });
  const { stream: second } = await adapter.streams.create(newStream(), calm());
  expect(second.id).not.toBe(first.id);
});

test("a stream of the same name that is old is not taken for the new one", async () => {
  const { adapter, simulator, clock } = simulated();
  const made: unknown = await adapter.request?.({ method: "POST", path: "/live_streams", json: { name: "Show" } });
  await clock.advance(60_000);
  simulator.faults.add({ method: "POST", fault: { kind: "answer", status: 500 } });
  const { stream } = await adapter.streams.create(newStream(), calm());
  expect(made).not.toMatchObject({ _id: stream.id });
});

test("the made stream is found on whichever page it stands", async () => {
  const { adapter, simulator } = simulated();
  const creation_time = new Date(simulator.clock.now()).toISOString();
  const old = { ...streamSample, name: "Show" };
  const made = { ...streamSample, _id: "6226ce5f31ddbeb3754aa999", name: "Show", platforms: [], creation_time };
  simulator.faults.add({ method: "POST", fault: { kind: "answer", status: 500 } });
  for (const docs of [[old], [], [old, made]]) {
    simulator.faults.add({ method: "GET", fault: { kind: "answer", status: 200, body: { pages: 3, docs } } });
  }
  const { stream } = await adapter.streams.create(newStream(), calm());
  expect(stream.id).toBe(made._id);
  const pages = simulator.requests.all().filter(({ method }) => method === "GET");
  expect(pages.map(({ search }) => search)).toEqual(["?page=1&limit=100", "?page=3&limit=100", "?page=2&limit=100"]);
});

test("where the list does not tell names, a stream is not made a second time", async () => {
  const { adapter, simulator, calls } = simulated();
  simulator.faults.add({ method: "POST", fault: { kind: "answer_after_commit", status: 500 } });
  const nameless = { _id: "6226ce5f31ddbeb3754aa999", creation_time: new Date(simulator.clock.now()).toISOString() };
  simulator.faults.add({ method: "GET", fault: { kind: "answer", status: 200, body: { docs: [nameless] } } });
  expect(await failure(adapter.streams.create(newStream(), calm()))).toMatchObject({ outcome: "unknown" });
  expect(calls().filter((call) => call === "POST /live_streams")).toHaveLength(1);
});

test("targets that are made at the same time are all there, once each", async () => {
  const { adapter, simulator } = simulated({}, { attemptTimeoutMs: 250 });
  const { stream } = await adapter.streams.create(newStream({ targets: [newTarget({ name: "a" })] }), calm());
  simulator.faults.add({ method: "POST", path: platforms, fault: { kind: "hang", afterCommit: true } });
  simulator.faults.add({ method: "POST", path: platforms, fault: { kind: "hang", afterCommit: false } });
  const same = newTarget({ name: "same", destination: youTube("one-key") });
  const made = await Promise.all([
    adapter.targets.create(stream.id, same, calm()),
    adapter.targets.create(stream.id, same, calm()),
  ]);
  expect(new Set(made.map(({ id }) => id)).size).toBe(2);
  expect(await adapter.targets.list(stream.id, calm())).toHaveLength(3);
});

test("two streams of one name that are made at the same time are two", async () => {
  const { adapter, simulator, clock, calls } = simulated({}, { attemptTimeoutMs: 250 });
  simulator.faults.add({ method: "POST", times: 2, fault: { kind: "hang", afterCommit: true } });
  const both = Promise.all([adapter.streams.create(newStream(), calm()), adapter.streams.create(newStream(), calm())]);
  await expect.poll(calls).not.toEqual([]);
  await clock.advance(1);
  const made = await both;
  expect(new Set(made.map(({ stream }) => stream.id)).size).toBe(2);
  expect((await adapter.streams.list({ limit: 10 }, calm())).data).toHaveLength(2);
});

test("changes and deletions are repeated where nobody knows whether they took effect", async () => {
  const { adapter, simulator } = simulated();
  const { stream } = await adapter.streams.create(newStream({ targets: [newTarget()] }), calm());
  const [target] = stream.targets ?? [];
  const ref = { streamId: stream.id, id: target?.id ?? "" };
  simulator.faults.add({ method: "PATCH", fault: { kind: "answer_after_commit", status: 502 } });
  expect(await adapter.targets.update?.(ref, { enabled: false }, calm())).toMatchObject({ enabled: false });
  simulator.faults.add({ method: "DELETE", fault: { kind: "answer_after_commit", status: 503 } });
  await adapter.targets.delete(ref, calm());
  expect(await adapter.targets.list(stream.id, calm())).toEqual([]);
});
