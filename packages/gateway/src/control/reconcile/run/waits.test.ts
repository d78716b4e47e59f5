import { type ErrorCode, MultistreamError } from "@polycast/core";
import { describe, expect, test } from "vitest";
import { openWorld, tableLike, wish, type World } from "./world.test.support.ts";

const refusal = (code: ErrorCode) => new MultistreamError(code, "No.", { provider: "fake" });

async function waitingIn(world: World, name: string): Promise<string | undefined> {
  return (await world.target(name)).pending?.error?.code;
}

/** One more target than the account has room for. */
async function openFull() {
  const world = await openWorld(await tableLike("castr"), [wish("a"), wish("b")]);
  const { id } = await world.stream();
  world.fake.failNext("targets.create", refusal("limit_exceeded"));
  await world.control().targets.create(id, wish("c"));
  expect(await waitingIn(world, "c")).toBe("limit_exceeded");
  return { world, id };
}

const creates = ({ fake }: World): number => fake.calls().filter((call) => call === "targets.create").length;

test("what a credential refused before a restart is tried at once when a call succeeds after it", async () => {
  const world = await openWorld(await tableLike("castr"), [wish("a")]);
  world.fake.failNext("targets.update", refusal("unauthenticated"));
  await world.update("a", { enabled: false });
  expect(await waitingIn(world, "a")).toBe("unauthenticated");
  await world.restart();
  expect(await world.settled("a")).toMatchObject({ enabled: false });
  expect((await world.fake.provider.targets.list("stream-1", { signal: AbortSignal.any([]) }))[0]?.enabled).toBe(false);
});

describe("what found no room is tried at once when there may be some", () => {
  test("after another target of the stream was deleted", async () => {
    const { world } = await openFull();
    const { streamId, id } = await world.target("a");
    await world.control().targets.delete({ streamId, id });
    await world.settled("c");
    expect((await world.hosts()).toSorted()).toEqual(["b", "c"]);
  });

  test("after another target of the stream was switched off", async () => {
    const { world } = await openFull();
    await world.update("a", { enabled: false });
    expect(await world.settled("c")).toMatchObject({ enabled: true });
  });

  test("after a target of another stream, or that stream itself, was deleted", async () => {
    const { world, id } = await openFull();
    const { streams, targets } = world.control();
    const other = (await streams.create({ name: "Other", targets: [wish("x"), wish("y")] })).stream;
    expect(await waitingIn(world, "c")).toBe("limit_exceeded");
    await targets.delete({ streamId: other.id, id: other.targets?.[0]?.id ?? "" });
    await world.settled("c");

    world.fake.failNext("targets.create", refusal("limit_exceeded"));
    await targets.create(id, wish("d"));
    expect(await waitingIn(world, "d")).toBe("limit_exceeded");
    await streams.delete(other.id);
    await world.settled("d");
  });

  test("not because of a call that frees nothing, nor of a restart", async () => {
    const { world } = await openFull();
    const before = creates(world);
    await world.update("a", { name: "Renamed" });
    await world.control().reconciler.run((await world.stream()).id);
    await world.restart();
    await world.control().reconciler.run((await world.stream()).id);
    expect(creates(world)).toBe(before);
    expect(await waitingIn(world, "c")).toBe("limit_exceeded");
    world.clock.advance(300_000);
    await world.settled("c");
  });
});
