import { describe, expect, test } from "vitest";
import { TEST_CERTIFICATE } from "./rtmp/testing/test-certificate.ts";
import { expectUninterrupted } from "./testing/check-frames.ts";
import { type LiveStage, nth } from "./testing/live-stage.ts";
import { staged } from "./testing/staged.ts";

const settings = { reconnectWindowMs: 4_000, rtmps: { port: 0, ...TEST_CERTIFICATE } };

async function onAir(stage: LiveStage) {
  const sink = await stage.sink();
  const staged = await stage.stream(sink.url);
  const encoder = await stage.encoder(staged.ingest);
  const target = nth(staged.targets, 0);
  await stage.watch.is(target, "live");
  const { session } = await stage.live.streams.get(staged.stream.id);
  return { ...staged, sink, encoder, target, session };
}

describe.concurrent("an encoder", () => {
  test(
    "with a wrong key is refused in words",
    staged(async (stage) => {
      const { ingest, stream } = await stage.stream();
      await expect(stage.encoder({ ...ingest, streamKey: "ik_wrong" })).rejects.toMatchObject({
        stage: "publish",
        code: "NetStream.Publish.Denied",
      });
      expect((await stage.live.streams.get(stream.id)).status.state).toBe("idle");
    }, settings),
  );

  test(
    "may come over RTMPS",
    staged(async (stage) => {
      const { stream } = await stage.stream();
      const addresses = await stage.live.streams.getIngest(stream.id);
      const secure = addresses.find(({ protocol }) => protocol === "rtmps");
      if (secure?.protocol !== "rtmps") throw new Error("there is no RTMPS ingest");
      const trusted = { ...secure, ca: TEST_CERTIFICATE.cert };
      const encoder = await stage.encoder(trusted);
      await stage.watch.is(stream, "live");
      await encoder.stop();
      await stage.watch.is(stream, "ended");
      expect(stage.watch.statesOf(stream)).toEqual(["idle", "live", "ended"]);
    }, settings),
  );

  test(
    "that breaks off and returns goes on in its session; targets wait meanwhile",
    staged(async (stage) => {
      const { encoder, ingest, stream, sink, target, session } = await onAir(stage);
      await sink.more(3);
      encoder.drop();
      await stage.watch.is(stream, "reconnecting");
      await stage.watch.is(target, "idle");
      await stage.encoder(ingest, 5_000);
      await stage.watch.is(target, "live");
      expect((await stage.live.streams.get(stream.id)).session).toEqual(session);
      await sink.more(3);
      expect(stage.watch.statesOf(stream)).toEqual(["idle", "live", "reconnecting", "live"]);
      const events = stage.watch.events.filter(({ type }) => type === "stream.live");
      expect(new Set(events.map(({ sessionId }) => sessionId))).toEqual(new Set([session?.id]));
      expectUninterrupted(nth(sink.publications, 0));
      expectUninterrupted(nth(sink.publications, 1));
      const [before, after] = sink.publications.map(({ frames }) => frames);
      expect(after?.[0]?.timestamp, "time goes on").toBeGreaterThan(before?.at(-1)?.timestamp ?? Infinity);
    }, settings),
  );

  test(
    "that falls silent goes on over the same connection, in the same session",
    staged(async (stage) => {
      const { encoder, stream, target, session } = await onAir(stage);
      encoder.silence();
      await stage.watch.is(stream, "reconnecting");
      await stage.watch.is(target, "idle");
      encoder.resume();
      await stage.watch.is(target, "live");
      expect(await stage.live.streams.get(stream.id)).toMatchObject({ status: { state: "live" }, session });
    }, settings),
  );

  test(
    "that has frozen over an open connection is replaced by its successor",
    staged(async (stage) => {
      const { encoder, ingest, stream, sink, session } = await onAir(stage);
      encoder.silence();
      const successor = await stage.encoder(ingest, 7_000);
      await encoder.closed;
      await sink.until("a frame of the successor", () => (sink.last?.frames.at(-1)?.number ?? 0) >= 7_000);
      expect((await stage.live.streams.get(stream.id)).session).toEqual(session);
      await successor.stop();
      await stage.watch.is(stream, "ended");
      expect(stage.watch.statesOf(stream).at(-2)).toBe("live");
    }, settings),
  );

  test(
    "that delivers keeps its place against a second one",
    staged(async (stage) => {
      const { ingest, sink } = await onAir(stage);
      await expect(stage.encoder(ingest, 9_000)).rejects.toMatchObject({ code: "NetStream.Publish.BadName" });
      const { frames } = await sink.more(5);
      expect(frames.at(-1)?.number).toBeLessThan(9_000);
      expectUninterrupted(nth(sink.publications, 0));
    }, settings),
  );

  test(
    "that does not return in time has ended its session; the next one begins another",
    staged(async (stage) => {
      const { encoder, ingest, stream, session } = await onAir(stage);
      encoder.drop();
      await stage.watch.is(stream, "ended");
      expect(await stage.live.streams.get(stream.id)).not.toHaveProperty("session");
      await stage.encoder(ingest);
      await stage.watch.is(stream, "live");
      expect((await stage.live.streams.get(stream.id)).session?.id).not.toBe(session?.id);
      expect(stage.watch.statesOf(stream)).toEqual(["idle", "live", "reconnecting", "ended", "live"]);
    }, settings),
  );
});

describe.concurrent("the end of a session", () => {
  test.each(["goodbye", "call"] as const)("by %s is one event, of a stream that is idle", async (how) => {
    const run = staged(async (stage) => {
      const { encoder, stream, sink, target, session } = await onAir(stage);
      if (how === "goodbye") await encoder.stop();
      else await stage.live.streams.end(stream.id);
      const ended = await stage.watch.is(stream, "ended");
      expect(ended).toMatchObject({
        sessionId: session?.id,
        data: { stream: { status: { state: "idle" } }, previous: { status: { state: "live" } } },
      });
      expect("stream" in ended.data && ended.data.stream).not.toHaveProperty("session");
      await stage.watch.is(target, "idle");
      await sink.until("the end", () => sink.last?.ended === "unpublished");
      // Whatever the relay tells of it comes before the end of the next call.
      await stage.live.streams.end(stream.id);
      await stage.live.streams.update(stream.id, { name: "Over" });
      await stage.watch.until("the next event", () => stage.watch.events.find(({ type }) => type === "stream.updated"));
      expect(stage.watch.statesOf(stream)).toEqual(["idle", "live", "ended"]);
      expect(stage.watch.statesOf(target).slice(-2)).toEqual(["live", "idle"]);
    }, settings);
    await run();
  });
});

describe.concurrent("a live stream", () => {
  test(
    "that is disabled sends its encoder away and takes none until it is enabled",
    staged(async (stage) => {
      const { encoder, ingest, stream, sink, session } = await onAir(stage);
      const off = await stage.live.streams.disable(stream.id);
      expect(off).toMatchObject({ enabled: false, status: { state: "disabled" } });
      await encoder.closed;
      await sink.until("the end", () => sink.last?.ended === "unpublished");
      await expect(stage.encoder(ingest)).rejects.toMatchObject({ code: "NetStream.Publish.Denied" });
      const on = await stage.live.streams.enable(stream.id);
      expect(on).toMatchObject({ enabled: true, status: { state: "idle" } });
      await stage.encoder(ingest);
      await stage.watch.is(stream, "live");
      expect(stage.watch.statesOf(stream)).toEqual(["idle", "live", "disabled", "idle", "live"]);
      const disabled = stage.watch.events.find(({ type }) => type === "stream.disabled");
      expect(disabled?.sessionId, "the session that is over with it").toBe(session?.id);
    }, settings),
  );

  test(
    "whose key is rotated sends away its encoder, and knows the new key only",
    staged(async (stage) => {
      const { encoder, ingest, stream } = await onAir(stage);
      const [fresh] = await stage.live.streams.rotateIngest(stream.id);
      if (fresh?.protocol !== "rtmp") throw new Error("there is no RTMP ingest");
      expect(fresh.streamKey).not.toBe(ingest.streamKey);
      expect(fresh.url).toBe(ingest.url);
      expect((await stage.live.streams.getIngest(stream.id))[0]).toEqual(fresh);
      await encoder.closed;
      await expect(stage.encoder(ingest)).rejects.toMatchObject({ code: "NetStream.Publish.Denied" });
      await stage.encoder(fresh);
      await stage.watch.is(stream, "live");
    }, settings),
  );

  test(
    "that is ended answers with what it is then, and its encoder may return",
    staged(async (stage) => {
      const { encoder, ingest, stream, target } = await onAir(stage);
      const ended = await stage.live.streams.end(stream.id);
      expect(ended.status.state).toBe("idle");
      expect(ended).not.toHaveProperty("session");
      expect(ended.targets?.map(({ status }) => status.state)).toEqual(["idle"]);
      await encoder.closed;
      await stage.encoder(ingest);
      await stage.watch.is(target, "live");
      await stage.live.streams.update(stream.id, { name: "Renamed", metadata: { show: "1" } });
      expect(await stage.live.streams.get(stream.id)).toMatchObject({ name: "Renamed", metadata: { show: "1" } });
      expect(stage.watch.statesOf(stream)).toEqual(["idle", "live", "ended", "live"]);
    }, settings),
  );
});
