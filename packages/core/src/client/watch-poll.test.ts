import { describe, expect, test } from "vitest";
import type { TargetObservation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import { settled } from "../poll/poller.test.support.ts";
import { memoryStateStore } from "../state-store/memory-state-store.ts";
import { remember } from "../state-store/remember.ts";
import { StreamMemory } from "../state-store/stream-memory.ts";
import { createMultistream } from "./create-multistream.ts";
import { createFake } from "./fake-adapter.test.support.ts";
import { hear, polledSources, put, seen, startWatching, type Watching } from "./watch-poll.test.support.ts";
import { watch } from "./watch.ts";

describe("a provider that reports nothing by itself", () => {
  test("is polled: what changes there comes as events", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "idle", ["idle"]);
    put(fake, "b", "idle");
    const watching = await startWatching(fake);
    expect(watching.told()).toEqual(["snapshot"]);
    put(fake, "a", "live", ["connecting"]);
    await watching.advance(46_000);
    expect(watching.told()).toEqual(["stream.live a", "target.connecting at1"]);
    put(fake, "a", "live", ["live"]);
    await watching.advance(6_000);
    expect(watching.told()).toEqual(["target.live at1"]);
    put(fake, "a", "idle", ["idle"]);
    await watching.advance(6_000);
    expect(watching.told().toSorted()).toEqual(["stream.ended a", "target.idle at1"]);
    expect(watching.events.at(-1)).toMatchObject({ source: "poll", provider: "fake", id: expect.any(String) });
  });

  test("what does not change is told once, by the snapshot", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live", ["live"]);
    put(fake, "b", "idle", ["idle"]);
    const watching = await startWatching(fake);
    await watching.advance(200_000);
    expect(watching.told()).toEqual(["snapshot"]);
    expect(fake.calls.length).toBeGreaterThan(30);
  });

  test("new streams, new targets and streams that are gone are found", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "idle");
    const watching = await startWatching(fake);
    put(fake, "b", "live", ["live"]);
    await watching.advance(46_000);
    expect(watching.told()).toEqual([
      "snapshot",
      "stream.created b",
      "target.created bt1",
      "stream.live b",
      "target.live bt1",
    ]);
    put(fake, "b", "live", ["live", "connecting"]);
    await watching.advance(6_000);
    expect(watching.told()).toEqual(["target.created bt2", "target.connecting bt2"]);
    fake.streams.delete("b");
    await watching.advance(6_000);
    expect(watching.told()).toEqual(["target.deleted bt1", "target.deleted bt2", "stream.deleted b"]);
    fake.streams.delete("a");
    await watching.advance(120_000);
    expect(watching.told()).toEqual(["stream.deleted a"]);
    put(fake, "c", "idle");
    await watching.advance(46_000);
    expect(watching.told()).toEqual(["stream.created c", "stream.idle c"]);
  });

  test("one stream alone is read alone", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live");
    put(fake, "b", "live");
    const watching = await startWatching(fake, { streamId: "a" });
    put(fake, "b", "idle");
    put(fake, "a", "reconnecting");
    await watching.advance(6_000);
    expect(watching.told()).toEqual(["snapshot", "stream.reconnecting a"]);
    expect(new Set(fake.calls)).toEqual(new Set(["streams.get"]));
    fake.streams.delete("a");
    await watching.advance(60_000);
    expect(watching.told()).toEqual(["stream.deleted a"]);
  });

  test("it is read as often as the caller says", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live");
    const watching = await startWatching(fake, { streamId: "a", poll: { liveMs: 20_000 } });
    fake.calls.length = 0;
    await watching.advance(60_500);
    expect(fake.calls).toEqual(["streams.get", "streams.get", "streams.get"]);
  });

  test.for([{ liveMs: 999 }, { idleMs: 0 }, { liveMs: Number.NaN }, { idleMs: Infinity }])(
    "%o is refused before anything is read",
    async (poll) => {
      const fake = createFake();
      const watching = await startWatching(fake, { poll });
      expect(watching.end).toMatchObject({ error: { code: "invalid_argument", issues: [expect.anything()] } });
      expect(fake.calls).toEqual([]);
    },
  );
});

describe("what is asked for through the same client", () => {
  test("comes at once, without doubles, and is looked at closely", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "idle", ["idle"]);
    put(fake, "b", "idle");
    const watching = await startWatching(fake);
    put(fake, "c", "idle", ["idle"]);
    const stream = fake.streams.get("c");
    if (!stream) throw new Error("It was put there.");
    watching.sources.wishes.tell({ what: "stream", did: "created", stream });
    await settled();
    expect(watching.told()).toEqual(["snapshot", "stream.created c", "target.created ct1"]);
    await watching.advance(1_000);
    expect(watching.told().toSorted()).toEqual(["stream.idle c", "target.idle ct1"]);
    put(fake, "c", "live", ["live"]);
    await watching.advance(5_000);
    expect(watching.told()).toEqual(["stream.live c", "target.live ct1"]);
    fake.streams.delete("c");
    watching.sources.wishes.tell({ what: "stream", did: "deleted", streamId: "c" });
    await watching.advance(200_000);
    expect(watching.told()).toEqual(["target.deleted ct1", "stream.deleted c"]);
  });
});

describe("what `observe` of the same client is given", () => {
  test("comes at once, and the poll does not tell it again", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live", ["connecting"]);
    const watching = await startWatching(fake);
    await watching.advance(3_000);
    put(fake, "a", "live", ["live"]);
    hear(watching, seen(watching.clock, { state: "live", source: "webhook" }));
    await settled();
    expect(watching.told()).toEqual(["snapshot", "target.live at1"]);
    await watching.advance(60_000);
    expect(watching.told()).toEqual([]);
  });

  test("names a target alone where the provider does not say the stream", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live", ["connecting"]);
    const watching = await startWatching(fake);
    const { streamId: _none, ...unplaced } = seen(watching.clock, { state: "live", source: "webhook" });
    hear(watching, { ...unplaced, targetId: "nobody's" }, unplaced);
    await settled();
    expect(watching.told()).toEqual(["snapshot", "target.live at1"]);
  });

  test("beats a poll that is not newer, which is made again soon", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live", ["live"]);
    const watching = await startWatching(fake);
    await watching.advance(4_500);
    watching.told();
    hear(watching, seen(watching.clock, { state: "retrying", source: "webhook" }));
    // The poll at 5 s still reads `live`, the next one would be at 10 s.
    await watching.advance(1_000);
    expect(watching.told()).toEqual(["target.retrying at1"]);
    await watching.advance(2_500);
    expect(watching.told()).toEqual(["target.live at1"]);
  });

  test("lapses when nothing newer says otherwise", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live", ["unknown"]);
    const watching = await startWatching(fake);
    const at = new Date(watching.clock.wall() + 180_000).toISOString();
    const lapses = { at, status: { state: "unknown", source: "assumed" } } as const;
    hear(watching, seen(watching.clock, { state: "connecting", source: "assumed" }, { lapses }));
    await watching.advance(179_000);
    expect(watching.told()).toEqual(["snapshot", "target.connecting at1"]);
    await watching.advance(2_000);
    expect(watching.told()).toEqual(["target.unknown at1"]);
    await watching.advance(200_000);
    expect(watching.told()).toEqual([]);
  });

  test("of a stream that cannot be read just now is not lost: the next list tells it", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "idle");
    const watching = await startWatching(fake);
    put(fake, "b", "live", ["live"]);
    const get = fake.adapter.streams.get.bind(fake.adapter.streams);
    watching.sources.adapter.streams.get = () => Promise.reject(new MultistreamError("provider_unavailable", "Down."));
    hear(watching, seen(watching.clock, { state: "live", source: "webhook" }, { streamId: "b", targetId: "bt1" }));
    await watching.advance(500);
    expect([watching.told(), watching.end]).toEqual([["snapshot"], undefined]);
    watching.sources.adapter.streams.get = get;
    await watching.advance(10_000);
    expect(watching.told()).toContain("target.live bt1");
  });
});

describe("with a memory", () => {
  test("reads show what was polled, and the events that were told", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live", ["unknown"]);
    const store = memoryStateStore();
    const polledOnly = async (): Promise<TargetObservation[]> => [
      seen(watching.clock, { state: "live", source: "poll" }, { sequence: (watching.clock.wall() - 2_000) * 1_000 }),
    ];
    const watching: Watching = await startWatching(fake, {}, (sources) => {
      const provider: ProviderAdapter = { ...sources.provider, poll: polledOnly };
      const memory = new StreamMemory(store, provider);
      return { ...sources, provider, adapter: remember(provider, memory), memory };
    });
    await watching.advance(6_000);
    expect(watching.told()).toEqual(["snapshot", "target.live at1"]);
    const live = createMultistream({ provider: fake.adapter, state: store });
    expect(await live.streams.get("a")).toMatchObject({ targets: [{ status: { state: "live", source: "poll" } }] });
  });

  test("that fails, events come all the same", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live", ["connecting"]);
    const watching = await startWatching(fake, {}, (sources) => ({
      ...sources,
      memory: { observe: () => Promise.reject(new Error("The store is down.")) },
    }));
    put(fake, "a", "live", ["live"]);
    await watching.advance(6_000);
    expect(watching.told()).toEqual(["snapshot", "target.live at1"]);
  });

  test("the client hands what it observes to its watchers", async () => {
    const fake = createFake();
    Reflect.deleteProperty(fake.adapter, "subscribe");
    const live = createMultistream({ provider: fake.adapter, state: memoryStateStore() });
    const events = live.watch()[Symbol.asyncIterator]();
    await events.next();
    const next = events.next();
    const clock = { wall: () => Date.now() };
    await live.observe([seen(clock, { state: "live", source: "webhook" }, { streamId: "s1", targetId: "t1" })]);
    expect(await next).toMatchObject({ value: { type: "target.live", data: { target: { id: "t1" } } } });
    await live.close();
  });
});

describe("while polls fail", () => {
  test("it waits, and goes on when they are answered again", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live");
    const watching = await startWatching(fake, { streamId: "a" });
    const get = fake.adapter.streams.get.bind(fake.adapter.streams);
    watching.sources.provider.streams.get = () => Promise.reject(new MultistreamError("provider_unavailable", "Down."));
    put(fake, "a", "idle");
    await watching.advance(60_000);
    expect([watching.told(), watching.end]).toEqual([["snapshot"], undefined]);
    watching.sources.provider.streams.get = get;
    await watching.advance(60_000);
    expect(watching.told()).toEqual(["stream.ended a"]);
  });

  test.for(["unauthenticated", "forbidden"] as const)("%s ends it", async (code) => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live");
    const watching = await startWatching(fake, { streamId: "a" });
    watching.sources.provider.streams.get = () => Promise.reject(new MultistreamError(code, "The token is wrong."));
    await watching.advance(6_000);
    expect(watching.end).toMatchObject({ error: { code } });
    expect(watching.clock.pending).toBe(0);
  });
});

describe("the end of a polled watch", () => {
  test("stops the poller, also while its reader is busy", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live");
    const controller = new AbortController();
    const sources = polledSources(fake);
    const { clock } = sources;
    const events = watch(sources, { signal: controller.signal });
    await events.next();
    // Nobody asks for the next event: the stream is read once, and the list, and both wait.
    for (let second = 0; second < 60; second++) {
      clock.advance(1_000);
      await settled();
    }
    expect(fake.calls).toEqual(["streams.list", "streams.get", "streams.list"]);
    controller.abort();
    await settled();
    expect(clock.pending).toBe(0);
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  test("comes when the loop is left", async () => {
    const fake = createFake({ streams: [] });
    const sources = polledSources(fake);
    for await (const event of watch(sources, {})) {
      expect(event.type).toBe("snapshot");
      break;
    }
    expect([sources.clock.pending, sources.hearers.size]).toEqual([0, 0]);
  });
});
