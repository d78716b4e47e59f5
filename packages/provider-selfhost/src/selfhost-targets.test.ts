import type { Event } from "@polycast/core";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { TEST_CERTIFICATE } from "./rtmp/testing/test-certificate.ts";
import { expectUninterrupted } from "./testing/check-frames.ts";
import { type LiveStage, nth } from "./testing/live-stage.ts";
import { Sink } from "./testing/sink.ts";
import { staged } from "./testing/staged.ts";

/** A stream that is on air to one sink that works, and to these addresses. */
async function onAir(stage: LiveStage, ...urls: readonly `rtmp${"" | "s"}://${string}`[]) {
  const good = await stage.sink();
  const staged = await stage.stream(good.url, ...urls);
  await stage.encoder(staged.ingest);
  await stage.watch.is(nth(staged.targets, 0), "live");
  return { ...staged, good, bad: staged.targets[1] ?? nth(staged.targets, 0) };
}

const reasonOf = ({ data }: Event) => ("target" in data ? data.target.status.reason : undefined);

describe.concurrent("a destination that does not work costs the others nothing, and the reason says why", () => {
  test(
    "refused: nobody listens",
    staged(async (stage) => {
      const closed = await Sink.open();
      const { url } = closed;
      await closed[Symbol.asyncDispose]();
      const { good, bad } = await onAir(stage, url);
      const event = await stage.watch.is(bad, "retrying refused");
      expect(reasonOf(event)?.message).toContain(new URL(url.replace("rtmp", "http")).host);
      await good.more(10);
      expectUninterrupted(nth(good.publications, 0));
      const status = (await stage.live.targets.get(bad)).status;
      expect(status).toMatchObject({ source: "relay", attempt: expect.any(Number) });

      // The destination comes up: the next attempt gets through by itself.
      const { port } = new URL(url.replace("rtmp", "http"));
      await stage.sink({ port: Number(port) });
      await stage.watch.is(bad, "live");
    }),
  );

  test(
    "dns: a name that has no address",
    staged(async (stage) => {
      const { bad } = await onAir(stage, "rtmp://nowhere.invalid/app");
      expect(reasonOf(await stage.watch.is(bad, "retrying dns"))?.message).toContain("nowhere.invalid");
    }),
  );

  test(
    "tls: a certificate that nobody vouches for",
    staged(async (stage) => {
      const sink = await stage.sink({ tls: TEST_CERTIFICATE });
      const { bad } = await onAir(stage, `rtmps://localhost:${sink.port}/app`);
      await stage.watch.is(bad, "retrying tls");
      expect(sink.asked).toBe(0);
    }),
  );

  test(
    "key_in_use: somebody else publishes there",
    staged(async (stage) => {
      const busy = await stage.sink();
      busy.refuses = "NetStream.Publish.BadName";
      const { bad } = await onAir(stage, busy.url);
      await stage.watch.is(bad, "retrying key_in_use");
      busy.refuses = undefined;
      await stage.watch.is(bad, "live");
      expect(busy.asked).toBeGreaterThan(1);
    }),
  );

  test(
    "closed_by_destination: it hangs up",
    staged(async (stage) => {
      const rude = createServer((socket) => {
        socket.on("error", () => undefined);
        socket.once("data", () => socket.destroy());
      });
      await new Promise<void>((resolve) => rude.listen(0, "127.0.0.1", resolve));
      stage.use({ [Symbol.dispose]: () => void rude.close() });
      const address = rude.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      const { bad } = await onAir(stage, `rtmp://127.0.0.1:${port}/app`);
      const event = await stage.watch.is(bad, "retrying closed_by_destination");
      expect(reasonOf(event)?.message).toMatch(/before it took any media/u);
    }),
  );
});

// Refusals are final only after 15 s of them.
describe.concurrent("a target that has failed for good", { timeout: 60_000 }, () => {
  test(
    "unauthorized: is tried again by restart",
    staged(async (stage) => {
      const strict = await stage.sink();
      strict.refuses = "NetStream.Publish.Denied";
      const { bad } = await onAir(stage, strict.url);
      await stage.watch.is(bad, "failed unauthorized");
      expect(strict.asked).toBeGreaterThanOrEqual(3);
      strict.refuses = undefined;
      const answer = await stage.live.targets.restart(bad);
      expect(["connecting", "live"]).toContain(answer.status.state);
      await stage.watch.is(bad, "live");
      expect(stage.watch.statesOf(bad).slice(-3)).toEqual(["failed", "connecting", "live"]);
    }),
  );

  test(
    "or by an edit, even if that leads to the same place",
    staged(async (stage) => {
      const strict = await stage.sink();
      strict.refuses = "NetStream.Publish.Denied";
      const { bad } = await onAir(stage, strict.url);
      await stage.watch.is(bad, "failed unauthorized");
      strict.refuses = undefined;
      await stage.live.targets.update(bad, { name: "renamed" });
      expect((await stage.live.targets.get(bad)).status.state, "another name is no reason").toBe("failed");
      await stage.live.targets.update(bad, { destination: { url: strict.url, streamKey: "key-b" } });
      await stage.watch.is(bad, "live");
    }),
  );

  test(
    "or by switching it off and on",
    staged(async (stage) => {
      const strict = await stage.sink();
      strict.refuses = "NetStream.Publish.Denied";
      const { bad } = await onAir(stage, strict.url);
      await stage.watch.is(bad, "failed unauthorized");
      strict.refuses = undefined;
      await stage.live.targets.disable(bad);
      await stage.watch.is(bad, "disabled");
      await stage.live.targets.enable(bad);
      await stage.watch.is(bad, "live");
      expect(stage.watch.statesOf(bad).slice(-4)).toEqual(["failed", "disabled", "connecting", "live"]);
    }),
  );

  test(
    "or by the next session",
    staged(async (stage) => {
      const strict = await stage.sink();
      strict.refuses = "NetStream.Publish.Denied";
      const { bad, ingest, stream } = await onAir(stage, strict.url);
      await stage.watch.is(bad, "failed unauthorized");
      strict.refuses = undefined;
      await stage.live.streams.end(stream.id);
      await stage.watch.is(bad, "idle");
      await stage.encoder(ingest);
      await stage.watch.is(bad, "live");
      expect(stage.watch.statesOf(bad).slice(-4)).toEqual(["failed", "idle", "connecting", "live"]);
    }),
  );
});

test.concurrent(
  "blocked_address: private addresses are not dialled unless that is allowed",
  staged(
    async (stage) => {
      const sink = await stage.sink();
      const { targets, ingest } = await stage.stream(sink.url, `rtmp://localhost:${sink.port}/app`);
      await stage.encoder(ingest);
      for (const target of targets) {
        const event = await stage.watch.is(target, "failed blocked_address");
        expect(reasonOf(event)?.message).toContain("not public");
      }
      expect(sink.asked).toBe(0);
    },
    { allowPrivateTargets: false },
  ),
);

describe.concurrent("a new destination in mid-stream", () => {
  test(
    "is dialled when the old one is closed, from a keyframe, and the other target loses nothing",
    staged(async (stage) => {
      const [before, after] = [await stage.sink(), await stage.sink()];
      const { good, bad: moved } = await onAir(stage, before.url);
      await before.more(5);
      const answer = await stage.live.targets.update(moved, { destination: { url: after.url, streamKey: "key-new" } });
      expect(answer.destination.host).toBe(`127.0.0.1:${after.port}`);
      await before.until("the end", () => before.last?.ended === "unpublished");
      const publication = await after.more(5);
      expect(publication.streamKey).toBe("key-new");
      expect((publication.frames[0]?.number ?? 1) % 12).toBe(0);
      await good.more(5);
      for (const sink of [good, before, after]) expectUninterrupted(nth(sink.publications, 0));
      const closed = before.last?.frames.at(-1)?.arrivedAt ?? Infinity;
      expect(publication.frames[0]?.arrivedAt).toBeGreaterThanOrEqual(closed);
      await stage.watch.is(moved, "live");
      expect(stage.watch.statesOf(moved).slice(-3)).toEqual(["live", "connecting", "live"]);
    }),
  );

  test(
    "that is the old one leaves a connection that works alone",
    staged(async (stage) => {
      const { good, bad } = await onAir(stage);
      await good.more(3);
      await stage.live.targets.update(bad, { destination: { url: good.url, streamKey: "key-a" }, name: "renamed" });
      await good.more(5);
      expect(good.publications).toHaveLength(1);
      expect((await stage.live.targets.get(bad)).name).toBe("renamed");
    }),
  );
});

test.concurrent(
  "restart dials anew, also when it is asked for twice",
  staged(async (stage) => {
    const { good, bad } = await onAir(stage);
    await good.more(3);
    await Promise.all([stage.live.targets.restart(bad), stage.live.targets.restart(bad)]);
    await good.until("another publication", () => good.publications.length >= 2);
    await good.more(5);
    expect(good.mostAtOnce).toBe(1);
    await stage.watch.is(bad, "live");
  }),
);

test.concurrent(
  "changes that follow each other quickly end as the last one says, with one connection at a time",
  staged(async (stage) => {
    const { good, bad } = await onAir(stage);
    const wishes = [false, true, false, true, true, false, true];
    await Promise.all(wishes.map((enabled) => stage.live.targets.update(bad, { enabled })));
    await good.more(5);
    expect(good.mostAtOnce).toBe(1);
    expect((await stage.live.targets.get(bad)).enabled).toBe(true);
  }),
);
