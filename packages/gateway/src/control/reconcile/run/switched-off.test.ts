import { MultistreamError } from "@polycast/core";
import { describe, expect, test } from "vitest";
import { openWorld, tableLike, wish, type World } from "./world.test.support.ts";

describe("a target that is switched off while its stream is idle, where that deletes it", async () => {
  const table = await tableLike("mux");

  test("is told to be off once, whatever is read of it before it is gone", async () => {
    const world = await openWorld(table, [wish("a"), wish("b")]);
    world.clock.advance(10_000);
    await world.update("a", { enabled: false });
    await world.told("target.change_applied");
    expect(await states(world)).toEqual(["target.disabled"]);
  });

  test("also when its deletion fails at first", async () => {
    const world = await openWorld(table, [wish("a"), wish("b")]);
    world.fake.failNext("targets.delete", failing());
    world.clock.advance(10_000);
    await world.update("a", { enabled: false });
    await world.told("target.change_pending", "target.change_failed");
    world.clock.advance(5_000);
    await world.told("target.change_pending", "target.change_failed", "target.change_applied");
    expect(await states(world)).toEqual(["target.disabled"]);
    expect(await world.hosts()).toEqual(["b"]);
  });

  test("also when the answer to its deletion is lost, and it is found to be gone", async () => {
    const world = await openWorld(table, [wish("a"), wish("b")]);
    await world.goLive();
    await world.endSession();
    world.clock.advance(10_000);
    world.fake.beforeAnswer("targets.delete", () => Promise.reject(failing()));
    await world.update("a", { enabled: false });
    world.clock.advance(5_000);
    expect(await world.settled("a")).toMatchObject({ status: { state: "disabled" } });
    await expect.poll(async () => (await states(world)).at(-1)).toBe("target.disabled");
    expect((await states(world)).filter((type) => type === "target.disabled")).toHaveLength(1);
  });

  test("is idle at once when that is taken back before", async () => {
    const world = await openWorld(table, [wish("a")]);
    world.fake.failNext("targets.delete", failing());
    world.clock.advance(10_000);
    await world.update("a", { enabled: false });
    expect(await world.target("a")).toMatchObject({ status: { state: "idle" }, pending: { changes: ["disable"] } });
    expect(await world.update("a", { enabled: true })).toMatchObject({ status: { state: "idle" } });
    await world.goLive();
    expect((await world.target("a")).status.state).toBe("live");
  });
});

function failing(): MultistreamError {
  return new MultistreamError("provider_unavailable", "It fails.", { outcome: "unknown" });
}

/** What was told of states, in order. */
async function states(world: World): Promise<string[]> {
  const types = (await world.events()).map(({ type }) => type);
  return types.filter((type) => type === "target.disabled" || type === "target.idle");
}
