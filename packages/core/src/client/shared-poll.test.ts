import { describe, expect, test } from "vitest";
import { MultistreamError } from "../errors/multistream-error.ts";
import { settled } from "../poll/poller.test.support.ts";
import { fastCadence } from "../poll/cadence.ts";
import { createFake, type Fake } from "./fake-adapter.test.support.ts";
import { type PollReader, type PollSeat, SharedPoll } from "./shared-poll.ts";
import { polledSources, put, startWatching, type Watching } from "./watch-poll.test.support.ts";
import { watch, type WatchSources } from "./watch.ts";

/** Two watches of one client; reads are counted from then on. */
async function startTwo(
  fake: Fake,
  [one, other]: [Parameters<typeof startWatching>[1], Parameters<typeof startWatching>[1]] = [{}, {}],
): Promise<{ first: Watching; second: Watching; advance: Watching["advance"]; sources: WatchSources }> {
  const first = await startWatching(fake, one);
  const second = await startWatching(fake, other, () => first.sources);
  fake.calls.splice(0);
  for (const watching of [first, second]) expect(watching.told()).toEqual(["snapshot"]);
  return { first, second, advance: (ms) => first.advance(ms), sources: first.sources };
}

/** A poller over a provider with one live stream, to be joined by hand. */
function shared() {
  const fake = createFake({ streams: [] });
  put(fake, "a", "live");
  const { provider, clock } = polledSources(fake);
  const failed: string[] = [];
  const join = (take: PollReader["take"]): PollSeat => {
    const about = { cadence: fastCadence, discover: false, gone: () => {}, take };
    const seat = poll.join({ ...about, failed: ({ code }) => void failed.push(code) });
    seat.follow("a");
    return seat;
  };
  const poll = new SharedPoll(provider, clock);
  const advance = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      clock.advance(1_000);
      await settled();
    }
  };
  return { join, advance, failed, clock };
}

describe("two watches of one client", () => {
  test("read each stream once, and are both told", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live", ["connecting"]);
    const { first, second, advance } = await startTwo(fake);
    put(fake, "a", "live", ["live"]);
    await advance(20_500);
    expect(fake.calls.filter((call) => call === "streams.get")).toHaveLength(4);
    for (const watching of [first, second]) expect(watching.told()).toEqual(["target.live at1"]);
  });

  test("are read as often as the more eager asks for, while it is there", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live");
    const { second, advance } = await startTwo(fake, [{ poll: { liveMs: 10_000 } }, { poll: { liveMs: 2_000 } }]);
    await advance(12_500);
    expect(fake.calls.filter((call) => call === "streams.get").length).toBeGreaterThanOrEqual(5);
    await second.stop();
    await advance(10_000);
    fake.calls.splice(0);
    await advance(30_500);
    expect(fake.calls.filter((call) => call === "streams.get").length).toBeLessThanOrEqual(3);
  });

  test("of which one is about one stream: it is told of no other", async () => {
    const fake = createFake({ streams: [] });
    for (const id of ["a", "b"]) put(fake, id, "live", ["connecting"]);
    const { first, second, advance } = await startTwo(fake, [{}, { streamId: "b" }]);
    for (const id of ["a", "b"]) put(fake, id, "live", ["live"]);
    await advance(7_000);
    expect(first.told().toSorted()).toEqual(["target.live at1", "target.live bt1"]);
    expect(second.told()).toEqual(["target.live bt1"]);
    fake.streams.delete("a");
    await advance(7_000);
    expect([first.told(), second.told()]).toEqual([["target.deleted at1", "stream.deleted a"], []]);
  });

  test("of which the second looks for new streams, although the first does not", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "idle");
    const { first, second, advance } = await startTwo(fake, [{ streamId: "a" }, {}]);
    put(fake, "b", "idle");
    await advance(60_000);
    expect([first.told(), second.told()]).toEqual([[], ["stream.created b", "stream.idle b"]]);
  });

  test("go on alone when the other has ended, and leave nothing when both have", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live", ["connecting"]);
    const { first, second, advance } = await startTwo(fake);
    await second.stop();
    put(fake, "a", "live", ["live"]);
    await advance(7_000);
    expect([first.told(), second.told()]).toEqual([["target.live at1"], []]);
    await first.stop();
    expect(first.clock.pending).toBe(0);
  });

  test("end both when a poll is refused", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live");
    const { first, second, advance, sources } = await startTwo(fake);
    sources.provider.streams.get = () => Promise.reject(new MultistreamError("unauthenticated", "The token is wrong."));
    await advance(7_000);
    for (const { end } of [first, second]) expect(end).toMatchObject({ error: { code: "unauthenticated" } });
    expect(first.clock.pending).toBe(0);
  });

  test("one that nobody reads keeps nothing from the other, and is given no more than it can hold", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live", ["connecting"]);
    const sources = polledSources(fake);
    const controller = new AbortController();
    const slow = watch(sources, { signal: controller.signal });
    await slow.next();
    const fast = await startWatching(fake, {}, () => sources);
    const advance = async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second++) {
        sources.clock.advance(1_000);
        await settled();
      }
    };
    await advance(300);
    fake.calls.splice(0);
    put(fake, "a", "live", ["live"]);
    await advance(30);
    expect(fast.told()).toEqual(["snapshot", "target.live at1"]);
    expect(fake.calls.filter((call) => call === "streams.get").length).toBeGreaterThanOrEqual(4);
    // What the slow one has missed the next poll tells.
    const next = slow.next();
    await advance(30);
    expect(await next).toMatchObject({ value: { type: "target.live" } });
    controller.abort();
  });

  test("of which one has ended: what only that one followed is read no more", async () => {
    const fake = createFake({ streams: [] });
    for (const id of ["a", "b"]) put(fake, id, "live");
    const { first, advance } = await startTwo(fake, [{}, { streamId: "b" }]);
    await first.stop();
    fake.calls.splice(0);
    await advance(20_500);
    expect(fake.calls).toEqual(Array.from({ length: 4 }, () => "streams.get"));
  });

  test("of which the second begins when there is nothing left to read: it finds what is new", async () => {
    const fake = createFake({ streams: [] });
    put(fake, "a", "live");
    const first = await startWatching(fake, { streamId: "a" });
    fake.streams.delete("a");
    await first.advance(7_000);
    expect(first.told()).toContain("stream.deleted a");
    const second = await startWatching(fake, {}, () => first.sources);
    put(fake, "b", "idle");
    await first.advance(60_000);
    expect(second.told()).toContain("stream.created b");
  });
});

describe("a place at the poller", () => {
  test("that takes nothing is given only so much, while others go on", async () => {
    const { join, advance, clock } = shared();
    const given = { busy: 0, quick: 0 };
    const never = Promise.withResolvers<{ disagreed: string[] }>();
    const busy = join(() => {
      given.busy += 1;
      return never.promise;
    });
    const quick = join(async () => {
      given.quick += 1;
      return { disagreed: [] };
    });
    await advance(200);
    expect(given.busy).toBe(16);
    expect(given.quick).toBeGreaterThan(30);
    await Promise.all([busy.close(), quick.close()]);
    expect(clock.pending).toBe(0);
  });

  test("that is closed follows nothing any more", async () => {
    const { join, advance, clock } = shared();
    const taken: string[] = [];
    const closed = join(async () => ({ disagreed: [] }));
    const open = join(async (observations) => {
      taken.push(...observations.map(({ kind }) => kind));
      return { disagreed: [] };
    });
    open.leave("a");
    await closed.close();
    closed.follow("a");
    await advance(60);
    expect([taken, clock.pending]).toEqual([[], 0]);
  });

  test("where nobody can take it in the poll has failed, for the first reason", async () => {
    const { join, advance, failed } = shared();
    for (const code of ["provider_unavailable", "timeout"] as const) {
      join(() => Promise.reject(new MultistreamError(code, "Not now.")));
    }
    await advance(1);
    expect(failed).toEqual(["provider_unavailable", "provider_unavailable"]);
  });
});
