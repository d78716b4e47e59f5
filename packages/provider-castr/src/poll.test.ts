import { expect, test } from "vitest";
import { streamSample } from "./test-support/samples.ts";
import {
  calm,
  catchRequests,
  failure,
  newStream,
  newTarget,
  simulated,
  type Simulated,
} from "./test-support/simulated.ts";

catchRequests();

async function poll({ adapter }: Simulated, query: { streamId?: string } = {}) {
  const observations = (await adapter.poll?.(query, calm())) ?? [];
  return observations.flatMap((observation) => {
    if (observation.kind === "warning") return [];
    const { state, source } = observation.status;
    return [{ of: observation.kind === "target" ? observation.targetId : observation.streamId, state, source }];
  });
}

test("trap §6: one call tells of a stream and of all its targets", async () => {
  const world = simulated();
  const { adapter, simulator, clock, calls } = world;
  const targets = [newTarget({ name: "a" }), newTarget({ name: "b", enabled: false })];
  const { stream } = await adapter.streams.create(newStream({ targets }), calm());
  const [a = "", b = ""] = (stream.targets ?? []).map(({ id }) => id);
  const before = calls().length;
  expect(await poll(world, { streamId: stream.id })).toEqual([
    { of: stream.id, state: "idle", source: "poll" },
    { of: a, state: "idle", source: "poll" },
    { of: b, state: "disabled", source: "poll" },
  ]);
  expect(calls()).toHaveLength(before + 1);
  await simulator.stage.connect(stream.id);
  await clock.advance(3_000);
  expect(await poll(world, { streamId: stream.id })).toContainEqual({ of: a, state: "connecting", source: "assumed" });
  await clock.advance(5_000);
  expect(await poll(world, { streamId: stream.id })).toEqual([
    { of: stream.id, state: "live", source: "poll" },
    { of: a, state: "live", source: "poll" },
    { of: b, state: "disabled", source: "poll" },
  ]);
});

test("what one poll notes the next one knows", async () => {
  const world = simulated();
  const { adapter, simulator, clock } = world;
  const { stream } = await adapter.streams.create(newStream({ targets: [newTarget()] }), calm());
  const id = stream.targets?.[0]?.id ?? "";
  await simulator.stage.breakTarget(stream.id, id);
  await simulator.stage.connect(stream.id);
  await clock.advance(3_000);
  await poll(world);
  await clock.advance(30_000);
  expect(await poll(world)).toContainEqual({ of: id, state: "retrying", source: "assumed" });
});

test("all streams are read by pages", async () => {
  const world = simulated();
  const ids = ["6226ce5f31ddbeb3754aa001", "6226ce5f31ddbeb3754aa002"];
  for (const _id of ids) {
    const body = { pages: 2, docs: [{ ...streamSample, _id, platforms: [] }] };
    world.simulator.faults.add({ method: "GET", fault: { kind: "answer", status: 200, body } });
  }
  expect((await poll(world)).map(({ of }) => of)).toEqual(ids);
  expect(world.simulator.requests.all().map(({ search }) => search)).toEqual([
    "?page=1&limit=100",
    "?page=2&limit=100",
  ]);
});

test("a list that does not tell how many pages it has ends with an empty one", async () => {
  const world = simulated();
  const { stream } = await world.adapter.streams.create(newStream(), calm());
  const raw: unknown = await world.adapter.request?.({ path: `/live_streams/${stream.id}` });
  for (const docs of [[raw], []]) {
    world.simulator.faults.add({ method: "GET", fault: { kind: "answer", status: 200, body: { docs } } });
  }
  expect(await poll(world)).toEqual([{ of: stream.id, state: "idle", source: "poll" }]);
});

test("trap §6: a stream that is gone is not found", async () => {
  const world = simulated();
  const gone = world.adapter.poll?.({ streamId: "6226ce5f31ddbeb3754aa243" }, calm());
  expect(await failure(gone ?? Promise.resolve())).toMatchObject({ code: "not_found" });
});
