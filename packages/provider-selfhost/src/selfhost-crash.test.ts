import { isMultistreamError } from "@polycast/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TEST_CERTIFICATE } from "./rtmp/testing/test-certificate.ts";
import { checkEvents } from "./testing/check-events.ts";
import { LiveStage, nth } from "./testing/live-stage.ts";

let stage: LiveStage;
afterEach(async () => {
  checkEvents(stage.watch.events);
  await stage[Symbol.asyncDispose]();
});

/** Ends the relay's thread from outside, in the middle of whatever it does. */
async function kill(index = 0): Promise<void> {
  await nth(stage.links, index).terminate();
}

const relayRunsAgain = (count = 1): Promise<unknown> => stage.log.line("the relay runs again", count);

describe("a relay whose thread is killed in mid-stream", () => {
  beforeEach(async () => {
    stage = await LiveStage.open({ rtmps: { port: 0, ...TEST_CERTIFICATE } });
  });

  test("comes back on its ports with everything wanted, and the session goes on", async () => {
    const [wanted, unwanted] = [await stage.sink(), await stage.sink()];
    const { stream, targets, ingest } = await stage.stream(wanted.url, unwanted.url);
    await stage.live.targets.disable(nth(targets, 1));
    const before = await stage.live.streams.getIngest(stream.id);
    const encoder = await stage.encoder(ingest);
    const target = nth(targets, 0);
    await stage.watch.is(target, "live");
    const { session } = await stage.live.streams.get(stream.id);

    await kill();
    await encoder.closed;
    const lost = await stage.watch.is(stream, "reconnecting");
    expect(lost).toMatchObject({ source: "assumed", sessionId: session?.id });
    expect(await stage.live.streams.get(stream.id)).toMatchObject({ status: { state: "reconnecting" }, session });
    await stage.watch.is(target, "idle");
    await relayRunsAgain();

    expect(await stage.live.streams.getIngest(stream.id), "both addresses are the same").toEqual(before);
    await stage.encoder(ingest, 3_000);
    await stage.watch.is(target, "live");
    expect(await stage.live.streams.get(stream.id)).toMatchObject({
      status: { state: "live", source: "relay" },
      session,
    });
    expect(stage.watch.statesOf(stream)).toEqual(["idle", "live", "reconnecting", "live"]);
    expect(unwanted.asked).toBe(0);
    const added = await stage.live.targets.create(stream.id, {
      name: "c",
      destination: { url: `${unwanted.url}/key-c` },
    });
    await stage.watch.is(added, "live");
  });

  test("may be killed again", async () => {
    const { stream, ingest } = await stage.stream();
    for (let index = 0; index < 2; index++) {
      await kill(index);
      await relayRunsAgain(index + 1);
    }
    await stage.encoder(ingest);
    await stage.watch.is(stream, "live");
    expect(stage.links).toHaveLength(3);
  });

  test("takes no changes while it is away, and forgets what is deleted meanwhile", async () => {
    const sink = await stage.sink();
    const { stream, targets, ingest } = await stage.stream(sink.url);
    const { stream: doomed } = await stage.stream();
    await kill();
    const refused = { code: "provider_unavailable", outcome: "not_applied", retryable: true };
    await expect(stage.live.streams.create({ name: "New" })).rejects.toMatchObject(refused);
    await expect(stage.live.targets.disable(nth(targets, 0))).rejects.toMatchObject(refused);
    expect((await stage.live.targets.get(nth(targets, 0))).enabled, "nothing was changed").toBe(true);
    await stage.live.targets.delete(nth(targets, 0));
    await stage.live.streams.delete(doomed.id);
    await relayRunsAgain();
    const { data } = await stage.live.streams.list();
    expect(data.map(({ id }) => id)).toEqual([stream.id]);
    const encoder = await stage.encoder(ingest);
    await stage.watch.is(stream, "live");
    await encoder.stop();
    expect(sink.asked).toBe(0);
  });
});

describe("closing a relay", () => {
  beforeEach(async () => {
    stage = await LiveStage.open();
  });

  test("ends sessions and targets cleanly, tells it, and lets nobody in again", async () => {
    const sink = await stage.sink();
    const { stream, ingest, targets } = await stage.stream(sink.url);
    const encoder = await stage.encoder(ingest);
    await stage.watch.is(nth(targets, 0), "live");
    await stage.live.close();
    await encoder.closed;
    await sink.until("the end", () => sink.last?.ended === "unpublished");
    expect(stage.watch.statesOf(stream).slice(-2)).toEqual(["live", "ended"]);
    expect(await stage.live.streams.get(stream.id)).toMatchObject({ status: { state: "idle" } });
    const closed = { code: "provider_unavailable", retryable: false };
    await expect(stage.live.streams.create({ name: "New" })).rejects.toMatchObject(closed);
    await expect(stage.live.streams.end(stream.id)).rejects.toMatchObject(closed);
    await stage.live.close();
    expect(stage.links).toHaveLength(1);
  });

  test("while calls are under way fails them, or lets them be done", async () => {
    const { stream } = await stage.stream();
    const calls = Array.from({ length: 5 }, (_, index) => stage.live.streams.update(stream.id, { name: `n${index}` }));
    const settled = Promise.allSettled(calls);
    await stage.live.close();
    const errors = (await settled).flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(errors.filter((error) => !isMultistreamError(error, "provider_unavailable"))).toEqual([]);
  });
});
