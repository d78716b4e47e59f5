import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SharedStage } from "./testing/shared-stage.ts";

let stage: SharedStage;
beforeEach(async () => {
  stage = await SharedStage.open();
});
afterEach(() => stage[Symbol.asyncDispose]());

describe("a relay that shares its streams", () => {
  test("owns one from the encoder's arrival to the end of its session, and tells of it then only", async () => {
    const a = await stage.relay("A");
    expect(stage.table.book).toEqual([]);
    const encoder = await stage.encoder(a);
    await stage.sink.more(3);
    expect(stage.table.book).toEqual(["A claim s1 -> owned"]);
    await encoder.stop();
    await stage.table.until("the release", () => stage.table.ownerOf("s1") === undefined);
    expect(stage.sink.last?.ended).toBe("unpublished");
    expect(a.statesOf(), "heard before the release").toEqual(["idle", "live", "ended"]);
    expect(a.statesOf("t1").at(-1)).toBe("idle");
    await stage.encoder(a);
    await stage.sink.more(3);
    expect(stage.table.book).toEqual(["A claim s1 -> owned", "A release s1", "A claim s1 -> owned"]);
  });

  test("goes on with the session of an encoder that comes over from another one, never two of them at once", async () => {
    const [a, b] = [await stage.relay("A"), await stage.relay("B")];
    const first = await stage.encoder(a);
    await stage.sink.more(3);
    first.drop();
    await stage.encoder(b, 1_000);
    await stage.sink.until("frames by way of B", () => stage.sink.publications[1]?.frames.length);
    expect(stage.sink.mostAtOnce).toBe(1);
    expect(stage.sink.publications[0]?.ended).toBe("unpublished");
    expect(a.statesOf()).toEqual(["idle", "live", "reconnecting"]);
    expect(b.statesOf()).toEqual(["reconnecting", "live"]);
    const all = [...a.observations, ...b.observations];
    const sessions = all.flatMap((one) => (one.kind === "stream" && one.session ? [one.session.id] : []));
    expect(new Set(sessions).size).toBe(1);
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map(({ sequence }) => sequence).toSorted((x, y) => x - y));
  });

  test("takes the media of an encoder that has to wait, and begins with its group of pictures", async () => {
    const [a, b] = [await stage.relay("A", {}, false), await stage.relay("B")];
    const left = await stage.encoder(a);
    await stage.sink.more(3);
    left.drop();
    const second = await stage.encoder(b, 1_000);
    await b.log.line("another relay has the stream still");
    const asked = stage.table.book.length;
    await stage.table.until("B to ask on", () => stage.table.book.length > asked + 5);
    expect([stage.sink.asked, b.observations.length]).toEqual([1, 0]);
    expect(second.next, "its media is taken").toBeGreaterThan(1_005);
    stage.table.expire("A");
    const first = await stage.sink.until("frames by way of B", () => stage.sink.publications[1]?.frames[0]);
    expect((first.number - 1_000) % 12, "the frames since the last keyframe").toBe(0);
    await a.relay.lost(["s1"]);
    expect(a.statesOf()).toEqual(["idle", "live", "reconnecting"]);
  });

  test("refuses encoders whose stream is not for it, or of which nobody can tell", async () => {
    const a = await stage.relay("A");
    stage.table.refused.add("A");
    await expect(stage.encoder(a)).rejects.toMatchObject({ code: "NetStream.Publish.Denied" });
    stage.table.isReachable = false;
    await expect(stage.encoder(a)).rejects.toMatchObject({ code: "NetConnection.Connect.Failed" });
    stage.table.isReachable = true;
    stage.table.refused.clear();
    await stage.encoder(a);
    await stage.sink.more(3);
  });

  test("goes on while the store is away, also when the encoder returns, and gives back when that is there again", async () => {
    const a = await stage.relay("A");
    const first = await stage.encoder(a);
    await stage.sink.more(3);
    stage.table.isReachable = false;
    await stage.sink.more(10);
    first.drop();
    const second = await stage.encoder(a, 1_000);
    await stage.sink.until("the returned one", () => stage.sink.publications[1]?.frames.length);
    await second.stop();
    await a.log.line("the stream could not be given back");
    stage.table.isReachable = true;
    await stage.table.until("the release", () => stage.table.ownerOf("s1") === undefined);
    expect(a.statesOf()).toEqual(["idle", "live", "reconnecting", "live", "ended"]);
  });

  test("cuts what it has lost without a word, and takes it again when it is free", async () => {
    const a = await stage.relay("A");
    const encoder = await stage.encoder(a);
    await stage.sink.more(3);
    await a.relay.lost(["s1"]);
    await encoder.closed;
    await stage.sink.until("the cut", () => stage.sink.last?.ended === "disconnected");
    expect(a.statesOf()).toEqual(["idle", "live"]);
    expect(a.relay.counters()).toEqual([]);
    await stage.encoder(a);
    await stage.sink.more(3);
    expect(stage.sink.mostAtOnce).toBe(1);
  });
});

describe("a relay whose thread dies", () => {
  test("still owns what it had, and gives it back when the encoder does not return", async () => {
    const a = await stage.relay("A", { reconnectWindowMs: 2_000 });
    const encoder = await stage.encoder(a);
    await stage.sink.more(3);
    await a.link?.terminate();
    await encoder.closed;
    await a.log.line("the relay runs again");
    const returned = await stage.encoder(a, 1_000);
    await stage.sink.until("the returned one", () => stage.sink.publications[1]?.frames.length);
    expect(stage.table.book).toEqual(["A claim s1 -> owned"]);
    await a.link?.terminate();
    await returned.closed;
    await stage.table.until("the release", () => stage.table.ownerOf("s1") === undefined);
    expect(a.statesOf().filter((state, index, all) => state !== all[index - 1])).toEqual([
      "idle",
      "live",
      "reconnecting",
      "live",
      "reconnecting",
      "ended",
    ]);
  });

  test("gives everything back when it is closed before it returns", async () => {
    const a = await stage.relay("A");
    await stage.encoder(a);
    await stage.sink.more(3);
    await a.link?.terminate();
    await a.relay.close();
    expect(stage.table.ownerOf("s1")).toBeUndefined();
  });
});

test("counters tell the numbers that listeners are spared", async () => {
  const a = await stage.relay("A");
  await stage.encoder(a);
  await a.until("the target to be live", () => a.statesOf("t1").at(-1) === "live");
  const [before] = a.relay.counters();
  expect(before).toMatchObject({ streamId: "s1", id: "t1", state: "live", lastByteAt: expect.any(String) });
  await expect
    .poll(() => a.relay.counters()[0]?.bytesSent, { timeout: 10_000 })
    .toBeGreaterThan(before?.bytesSent ?? 0);
  expect(a.statesOf("t1")).toEqual(["idle", "connecting", "live"]);
});

describe("a relay that is drained", () => {
  test("lets sessions end, their encoders return meanwhile, and takes no others", async () => {
    const a = await stage.relay("A");
    const ingest = [{ protocol: "rtmp", url: a.url, streamKey: "ik_2" } as const];
    await a.relay.put([stage.stored(stage.sink.url, { id: "s2", ingest })]);
    const encoder = await stage.encoder(a);
    await stage.sink.more(3);
    let isDrained = false;
    const drained = a.relay.drain().then(() => (isDrained = true));
    const other = stage.encoder(a, 0, undefined, "ik_2");
    await expect(other).rejects.toMatchObject({ code: "NetConnection.Connect.AppShutdown" });
    encoder.drop();
    const returned = await stage.encoder(a, 1_000);
    await stage.sink.more(3);
    expect(isDrained).toBe(false);
    await returned.stop();
    await drained;
    expect(stage.table.ownerOf("s1")).toBeUndefined();
    expect(stage.sink.last?.ended).toBe("unpublished");
    await expect(stage.encoder(a)).rejects.toMatchObject({ code: "NetConnection.Connect.AppShutdown" });
  });

  test("leaves what goes on at the deadline to another one, with its session", async () => {
    const [a, b] = [await stage.relay("A"), await stage.relay("B")];
    const encoder = await stage.encoder(a);
    await stage.sink.more(3);
    await a.relay.drain({ deadlineMs: 100 });
    await encoder.closed;
    expect(stage.table.ownerOf("s1")).toBeUndefined();
    expect(stage.sink.last?.ended, "its target is closed cleanly").toBe("unpublished");
    expect(a.statesOf()).toEqual(["idle", "live", "reconnecting"]);
    await expect(stage.encoder(a, 1_000)).rejects.toMatchObject({ code: "NetConnection.Connect.AppShutdown" });

    await stage.encoder(b, 1_000);
    await stage.sink.until("frames by way of B", () => stage.sink.publications[1]?.frames.length);
    expect(b.statesOf()).toEqual(["reconnecting", "live"]);
    const all = [...a.observations, ...b.observations];
    expect(new Set(all.flatMap((one) => (one.kind === "stream" && one.session ? [one.session.id] : []))).size).toBe(1);
  });

  test("ends it where no encoder is waited for", async () => {
    const a = await stage.relay("A", { reconnectWindowMs: 0 });
    const encoder = await stage.encoder(a);
    await stage.sink.more(3);
    await a.relay.drain({ deadlineMs: 100 });
    await encoder.closed;
    expect(stage.table.ownerOf("s1")).toBeUndefined();
    expect(stage.sink.last?.ended).toBe("unpublished");
    expect(a.statesOf()).toEqual(["idle", "live", "ended"]);
  });
});
