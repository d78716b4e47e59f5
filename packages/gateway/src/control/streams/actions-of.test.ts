import { expect, test } from "vitest";
import { openWorld, tableLike, wish } from "../reconcile/run/world.test.support.ts";

const late = { allowed: true, applies: "stream_idle", via: "emulated" };
const now = { allowed: true, applies: "now" };

test("a disabled stream of Mux takes no target before it is enabled: told by actions and pending, and then made", async () => {
  const world = await openWorld(await tableLike("mux"), [wish("a")]);
  const { id } = await world.stream();
  const { streams, targets } = world.control();
  await streams.update(id, { enabled: false });
  expect(await streams.actions(id)).toMatchObject({
    "target.create": late,
    "target.delete": late,
    "target.disable": late,
    "target.update.destination": late,
    "target.update.name": now,
    "stream.enable": now,
  });
  expect(await targets.create(id, wish("b"))).toMatchObject({
    pending: { changes: ["create"], applies: "stream_idle" },
    notices: [{ code: "deferred", message: expect.stringMatching(/^It is made as soon as the stream is enabled: /u) }],
  });
  await world.update("a", { enabled: false });
  expect(await world.target("a")).toMatchObject({ pending: { changes: ["disable"], applies: "stream_idle" } });
  expect(await world.hosts()).toEqual(["a"]);
  expect(world.fake.calls().filter((call) => call === "targets.create" || call === "targets.delete")).toEqual([]);
  await streams.update(id, { enabled: true });
  await world.settled("a");
  await world.settled("b");
  expect(await world.hosts()).toEqual(["b"]);
  expect(await streams.actions(id)).toMatchObject({ "target.create": now });
});

test("what its provider has no place for is told with the number; what is off or about to go takes none", async () => {
  const table = await tableLike("mux");
  const world = await openWorld(
    table,
    ["a", "b", "c", "d", "e", "f"].map((name) => wish(name)),
  );
  const { id } = await world.stream();
  const { streams, targets } = world.control();
  const full = { allowed: false, code: "limit_exceeded", reason: expect.stringMatching(/at most 6 .*there are 6/u) };
  expect(await streams.actions(id)).toMatchObject({ "target.create": full, "target.enable": full });
  await world.update("a", { enabled: false });
  expect(await streams.actions(id)).toMatchObject({ "target.create": now, "target.enable": now });
  await targets.create(id, wish("g"));
  expect(await streams.actions(id)).toMatchObject({ "target.create": full, "target.enable": full });
  await world.goLive();
  await targets.delete({ streamId: id, id: (await world.target("b")).id });
  // It waits for the end of the session, and the new one would, too.
  expect(await streams.actions(id)).toMatchObject({ "target.create": late });
});

test("a stream that is about to be gone takes nothing but that", async () => {
  const world = await openWorld(await tableLike("mux"), [wish("a")]);
  const { id } = await world.stream();
  const { streams } = world.control();
  world.fake.failNext("streams.delete", new Error("away"));
  await streams.delete(id);
  expect(await streams.actions(id)).toMatchObject({
    "target.create": { allowed: false, code: "conflict", reason: "The stream is being deleted." },
    "stream.end": { allowed: false, code: "conflict" },
    "stream.delete": now,
  });
});
