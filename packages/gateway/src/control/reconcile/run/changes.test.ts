import { CapabilityError, MultistreamError } from "@polycast/core";
import { describe, expect, test } from "vitest";
import { rigid, whileIdle } from "../sample-target.test.support.ts";
import { openWorld, tableLike, wish } from "./world.test.support.ts";

describe("where targets are made and deleted while idle, and that is all", async () => {
  const table = await tableLike("mux");

  test("a target that is switched off is absent there, and comes back under its own id", async () => {
    const world = await openWorld(table, [wish("a"), wish("b")]);
    const before = await world.target("a");
    const off = await world.update("a", { enabled: false });
    expect(off).toMatchObject({ id: before.id, enabled: false, status: { state: "disabled" }, bindings: [] });
    expect(off).not.toHaveProperty("pending");
    expect(off.notices).toMatchObject([{ code: "emulated", message: expect.stringContaining("deletes the target") }]);
    expect(await world.hosts()).toEqual(["b"]);
    await world.told("target.change_applied");
    const on = await world.update("a", { enabled: true });
    expect(on).toMatchObject({ id: before.id, enabled: true, status: { state: "idle" } });
    expect(on.bindings).not.toEqual(before.bindings);
    expect((await world.target("a")).notices).toEqual([]);
    expect((await world.hosts()).toSorted()).toEqual(["a", "b"]);
    await world.goLive();
    expect((await world.target("a")).status.state).toBe("live");
  });

  test("what is asked for while live waits, and is done by itself when the stream is idle", async () => {
    const world = await openWorld(table, [wish("a"), wish("b")]);
    await world.goLive();
    const calls = world.fake.callCount();
    const off = await world.update("a", { enabled: false });
    expect(off).toMatchObject({ enabled: false, status: { state: "live" } });
    expect(off.pending).toMatchObject({ changes: ["disable"], applies: "stream_idle" });
    expect(off.pending).not.toHaveProperty("error");
    expect(off.notices.map(({ code }) => code)).toEqual(["emulated", "deferred"]);
    const moved = await world.update("b", { destination: { url: "rtmp://c.example.com/app", streamKey: "k" } });
    expect(moved.pending).toMatchObject({ changes: ["update"], applies: "stream_idle" });
    expect(world.fake.callCount()).toBe(calls);
    await world.told("target.change_pending", "target.change_pending");
    await world.endSession();
    expect(await world.settled("a")).toMatchObject({ status: { state: "disabled" } });
    expect(await world.settled("b")).toMatchObject({ destination: { host: "c.example.com" } });
    expect(await world.hosts()).toEqual(["c"]);
    await world.told(
      "target.change_pending",
      "target.change_pending",
      "target.change_applied",
      "target.change_applied",
    );
    expect((await world.stream()).pending).toBeUndefined();
  });

  test("a change that is taken back is pending no more, without a call", async () => {
    const world = await openWorld(table, [wish("a")]);
    await world.goLive();
    await world.update("a", { enabled: false });
    const calls = world.fake.callCount();
    expect(await world.update("a", { enabled: true })).not.toHaveProperty("pending");
    await world.endSession();
    await world.settled("a");
    expect(world.fake.callCount()).toBe(calls);
    await world.told("target.change_pending", "target.change_applied");
    const last = (await world.events()).find(({ type }) => type === "target.change_applied");
    expect(last?.data).toMatchObject({ target: { enabled: true }, notice: { code: "undone" } });
    expect(Object(last?.data).target).not.toHaveProperty("pending");
    await world.update("a", { enabled: false });
    await world.settled("a");
    const ends = (await world.events()).filter(({ type }) => type === "target.change_applied");
    expect(ends.map(({ data }) => "notice" in data && data.notice?.code)).toEqual(["undone", "emulated"]);
  });

  test("one that is taken back after it has failed ends, too; what failed is told of no more", async () => {
    const world = await openWorld(table, [wish("a")]);
    world.fake.failNext("targets.delete", new MultistreamError("unauthenticated", "It fails."));
    await world.update("a", { enabled: false });
    await world.told("target.change_pending", "target.change_failed");
    await world.update("a", { enabled: true });
    await world.told("target.change_pending", "target.change_failed", "target.change_applied");
    const last = (await world.events()).findLast(({ type }) => type === "target.change_applied");
    expect(last?.data).toMatchObject({ notice: { code: "undone" } });
  });

  test("one that is deleted while live stays until then, and another may take its reference", async () => {
    const world = await openWorld(table, [wish("a", { reference: "r" })]);
    await world.goLive();
    const { streamId, id } = await world.target("a");
    const { targets } = world.control();
    expect(await targets.delete({ streamId, id })).toMatchObject({
      pending: { changes: ["delete"], applies: "stream_idle" },
    });
    expect(await targets.get({ streamId, id })).toMatchObject({ status: { state: "live" } });
    await expect(world.update("a", { name: "x" })).rejects.toMatchObject({ code: "conflict" });
    const second = await targets.create(streamId, wish("a2", { reference: "r" }));
    expect(second.pending).toMatchObject({ changes: ["create"], applies: "stream_idle" });
    await world.endSession();
    await world.settled("a2");
    await expect(targets.get({ streamId, id })).rejects.toMatchObject({ code: "not_found" });
    const types = (await world.events()).map(({ type }) => type);
    expect(types.filter((type) => type === "target.deleted")).toHaveLength(1);
    expect(await world.hosts()).toEqual(["a2"]);
  });

  test("refused between deleting and making it again, with the encoder starting: missing in that session, and told", async () => {
    const world = await openWorld(table, [wish("a"), wish("b")]);
    const busy = new MultistreamError("rate_limited", "Slow down.", { retryAfterMs: 30_000 });
    world.fake.failNext("targets.create", busy);
    const asked = await world.update("a", { destination: { url: "rtmp://c.example.com/app", streamKey: "k" } });
    expect(asked.pending).toMatchObject({ error: { code: "rate_limited", nextAttemptAt: expect.any(String) } });
    expect(await world.hosts()).toEqual(["b"]);
    await world.told("target.change_pending", "target.change_failed");
    await world.goLive();
    await expect.poll(async () => (await world.target("a")).status.state).toBe("failed");
    const missing = await world.target("a");
    expect(missing).toMatchObject({
      status: { source: "assumed", reason: { message: expect.stringContaining("missing in this session") } },
      pending: { changes: ["create"], applies: "stream_idle" },
    });
    expect(missing.notices.map(({ code }) => code)).toContain("missing_this_session");
    world.clock.advance(60_000);
    await world.told("target.change_pending", "target.change_failed", "target.failed", "target.change_pending");
    expect(await world.hosts()).toEqual(["b"]);
    await world.endSession();
    await world.settled("a");
    expect((await world.hosts()).toSorted()).toEqual(["b", "c"]);
    await world.goLive();
    expect((await world.target("a")).status.state).toBe("live");
  });

  test("one too many waits with its error for room", async () => {
    const limited = { ...table, limits: { targetsPerStream: 2 } };
    const world = await openWorld(limited, [wish("a"), wish("b"), wish("c")]);
    expect(await world.target("c")).toMatchObject({
      pending: { changes: ["create"], error: { code: "limit_exceeded" } },
    });
    const { streamId, id } = await world.target("a");
    await world.control().targets.delete({ streamId, id });
    await world.settled("c");
    expect((await world.hosts()).toSorted()).toEqual(["b", "c"]);
  });
});

describe("where changes are taken at once, for the next session", async () => {
  const table = await tableLike("livepeer");

  test("they are sent at once, and pending until the session has ended", async () => {
    const world = await openWorld(table, [wish("a")]);
    await world.goLive();
    const off = await world.update("a", { enabled: false });
    expect(off.pending).toMatchObject({ changes: ["disable"], applies: "next_session" });
    expect(world.fake.calls().at(-1)).toBe("targets.update");
    await world.told("target.change_pending");
    await world.endSession();
    await world.settled("a");
    await world.told("target.change_pending", "target.change_applied");
  });

  test("one that is deleted goes with the session's end", async () => {
    const world = await openWorld(table, [wish("a"), wish("b")]);
    await world.goLive();
    const { streamId, id } = await world.target("a");
    const { pending } = await world.control().targets.delete({ streamId, id });
    expect(pending).toMatchObject({ changes: ["delete"], applies: "next_session" });
    await world.endSession();
    await expect.poll(async () => (await world.stream()).targets?.map(({ name }) => name)).toEqual(["b"]);
  });
});

describe("where everything is done at once", async () => {
  const table = await tableLike("selfhost");

  test("nothing is told of a change's life", async () => {
    const world = await openWorld(table, [wish("a")]);
    await world.goLive();
    await world.update("a", { enabled: false });
    await world.update("a", { enabled: true, name: "b" });
    expect(await world.target("b")).not.toHaveProperty("pending");
    await world.told();
  });
});

describe("where an update may not take", async () => {
  const table = await tableLike("castr");

  test("what the provider keeps against its table is changed by deleting and making it again", async () => {
    const world = await openWorld(table, [wish("a")]);
    const kept = new CapabilityError("unsupported", "kept", { operation: "target.update.destination" });
    world.fake.failNext("targets.update", kept);
    const moved = await world.update("a", { destination: { url: "rtmp://c.example.com/app", streamKey: "k" } });
    expect(moved).not.toHaveProperty("pending");
    expect(await world.hosts()).toEqual(["c"]);
    await world.told("target.change_applied");
  });
});

describe("the stream itself", () => {
  const table = { ...rigid, stream: { ...rigid.stream, delete: whileIdle } };

  test("is deleted when it is idle where it cannot be before, and so are its targets", async () => {
    const world = await openWorld(table, [wish("a")]);
    await world.goLive();
    const { id } = await world.stream();
    const { streams } = world.control();
    expect(await streams.delete(id)).toMatchObject({ pending: { changes: ["delete"], applies: "stream_idle" } });
    expect(await streams.delete(id)).toMatchObject({ pending: { changes: ["delete"] } });
    expect(await streams.get(id)).toMatchObject({ status: { state: "live" }, pending: { changes: ["delete"] } });
    await expect(streams.update(id, { name: "x" })).rejects.toMatchObject({ code: "conflict" });
    world.fake.endSession("stream-1");
    await expect.poll(() => streams.get(id).catch(({ code }: { code: string }) => code)).toBe("not_found");
    expect(world.fake.calls()).toContain("streams.delete");
  });
});

test("what its provider could not do because it was away is tried at once when it is back", async () => {
  const world = await openWorld(await tableLike("selfhost"), [wish("a")]);
  for (let times = 0; times < 3; times += 1) {
    world.fake.failNext("targets.update", new MultistreamError("provider_unavailable", "Nobody is there."));
  }
  world.fake.failNext("streams.update", new MultistreamError("provider_unavailable", "Nobody is there."));
  await world.update("a", { enabled: false });
  const { id } = await world.stream();
  expect(await world.control().streams.update(id, { name: "Other" })).toHaveProperty("pending");
  const { hurry, run } = world.control().reconciler;
  await run(id);
  const failed = async () => (await world.target("a")).pending?.error?.code;
  expect(await failed()).toBe("provider_unavailable");
  for (let times = 0; times < 3; times += 1) {
    hurry("fake");
    await run(id);
  }
  expect(await world.settled("a")).toMatchObject({ enabled: false });
  expect((await world.stream()).pending).toBeUndefined();
});

describe("credentials", () => {
  test("what they refused is tried at once when they are taken again", async () => {
    const world = await openWorld(await tableLike("selfhost"), [wish("a")]);
    world.fake.failNext("targets.update", new MultistreamError("unauthenticated", "Bad token."));
    const refused = await world.update("a", { enabled: false });
    expect(refused.pending).toMatchObject({
      error: { code: "unauthenticated", retryable: true, nextAttemptAt: expect.any(String) },
    });
    await world.control().streams.getIngest((await world.stream()).id);
    expect(await world.settled("a")).toMatchObject({ status: { state: "disabled" } });
  });
});
