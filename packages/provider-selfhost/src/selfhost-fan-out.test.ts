import { describe, expect, test } from "vitest";
import { expectUninterrupted } from "./testing/check-frames.ts";
import { type LiveStage, nth } from "./testing/live-stage.ts";
import { staged } from "./testing/staged.ts";

async function onAir(stage: LiveStage, count: number) {
  const sinks = await Promise.all(Array.from({ length: count }, () => stage.sink()));
  const staged = await stage.stream(...sinks.map(({ url }) => url));
  const encoder = await stage.encoder(staged.ingest);
  for (const target of staged.targets) await stage.watch.is(target, "live");
  return { ...staged, sinks, encoder };
}

describe.concurrent("fan-out", () => {
  test(
    "every target gets every frame, and the end",
    staged(async (stage) => {
      const { sinks, targets, stream, encoder } = await onAir(stage, 3);
      for (const sink of sinks) await sink.more(10);
      await encoder.stop();
      for (const sink of sinks) await sink.until("the end", () => sink.last?.ended === "unpublished");
      await stage.watch.is(stream, "ended");
      for (const sink of sinks) {
        expect(sink.publications).toHaveLength(1);
        expect(sink.last?.frames[0]?.number).toBe(0);
        expect(sink.last?.frames.at(-1)?.number, "the last frame, too").toBe(encoder.next - 1);
        expectUninterrupted(nth(sink.publications, 0));
      }
      expect(sinks.map(({ last }) => last?.streamKey)).toEqual(["key-a", "key-b", "key-c"]);
      for (const target of targets)
        expect(stage.watch.statesOf(target)).toEqual(["idle", "connecting", "live", "idle"]);
      expect(stage.watch.statesOf(stream)).toEqual(["idle", "live", "ended"]);
    }),
  );

  test(
    "one target goes off and on without the others losing a frame",
    staged(async (stage) => {
      const { sinks, targets } = await onAir(stage, 3);
      const [a, b] = [nth(targets, 0), nth(targets, 1)];
      for (const sink of sinks) await sink.more(5);
      const off = await stage.live.targets.disable(b);
      expect(off.enabled).toBe(false);
      await stage.watch.is(b, "disabled");
      await nth(sinks, 1).until("the end", () => nth(sinks, 1).last?.ended === "unpublished");
      await nth(sinks, 0).more(5);
      await stage.live.targets.enable(b);
      await stage.watch.is(b, "live");
      for (const sink of sinks) await sink.more(5);
      expect(sinks.map(({ publications }) => publications.length)).toEqual([1, 2, 1]);
      for (const { publications } of sinks) for (const publication of publications) expectUninterrupted(publication);
      expect(stage.watch.statesOf(b)).toEqual(["idle", "connecting", "live", "disabled", "connecting", "live"]);
      expect(stage.watch.statesOf(a)).toEqual(["idle", "connecting", "live"]);
    }),
  );

  test(
    "a target that joins in mid-stream begins with a keyframe",
    staged(async (stage) => {
      const { sinks, stream } = await onAir(stage, 1);
      await nth(sinks, 0).more(20);
      const late = await stage.sink();
      const target = await stage.live.targets.create(stream.id, {
        name: "late",
        destination: { url: `${late.url}/key-late` },
      });
      await stage.watch.is(target, "live");
      const publication = await late.more(5);
      expect((publication.frames[0]?.number ?? 1) % 12).toBe(0);
      expectUninterrupted(publication);
      expectUninterrupted(nth(nth(sinks, 0).publications, 0));
    }),
  );

  test(
    "a target that is deleted is closed, and says nothing more",
    staged(async (stage) => {
      const { sinks, targets, stream } = await onAir(stage, 2);
      const [a, b] = [nth(targets, 0), nth(targets, 1)];
      expect(await stage.live.targets.delete(a)).toEqual({});
      expect(await stage.live.targets.delete(a), "again").toEqual({});
      await nth(sinks, 0).until("the end", () => nth(sinks, 0).last?.ended === "unpublished");
      await nth(sinks, 1).more(10);
      expect((await stage.live.streams.get(stream.id)).targets?.map(({ id }) => id)).toEqual([b.id]);
      await expect(stage.live.targets.get(a)).rejects.toMatchObject({ code: "not_found" });
      expect(stage.watch.events.findLast((event) => JSON.stringify(event.data).includes(a.id))?.type).toBe(
        "target.deleted",
      );
      expectUninterrupted(nth(nth(sinks, 1).publications, 0));
    }),
  );

  test(
    "a stream that is deleted ends its encoder and its targets",
    staged(async (stage) => {
      const { sinks, stream, encoder } = await onAir(stage, 2);
      await stage.live.streams.delete(stream.id);
      await encoder.closed;
      for (const sink of sinks) await sink.until("the end", () => sink.last?.ended === "unpublished");
      await expect(stage.live.streams.get(stream.id)).rejects.toMatchObject({ code: "not_found" });
      await stage.live.streams.delete(stream.id);
    }),
  );

  test(
    "two streams do not touch each other",
    staged(async (stage) => {
      const first = await onAir(stage, 1);
      const second = await onAir(stage, 1);
      await stage.live.streams.delete(first.stream.id);
      await nth(second.sinks, 0).more(10);
      expectUninterrupted(nth(nth(second.sinks, 0).publications, 0));
      expect((await stage.live.streams.get(second.stream.id)).status.state).toBe("live");
      const { data } = await stage.live.streams.list();
      expect(data.map(({ id }) => id)).toEqual([second.stream.id]);
    }),
  );
});
