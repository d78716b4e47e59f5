import { describe, expect, test } from "vitest";
import { manualClock } from "./clocks.test.support.ts";
import { calm, flush } from "./fake-api.test.support.ts";
import { TokenBucket } from "./token-bucket.ts";

const { signal } = calm();

function setUp(limit = { perSecond: 2, burst: 2 }) {
  const clock = manualClock();
  const bucket = new TokenBucket(limit, clock);
  const through: string[] = [];
  const take = (name: string, signal = calm().signal): Promise<void> =>
    bucket.take(signal).then(() => void through.push(name));
  return { clock, bucket, through, take };
}

test("a burst goes through, the others one by one in their order", async () => {
  const { clock, through, take } = setUp();
  const all = ["a", "b", "c", "d"].map((name) => take(name));
  await flush();
  expect(through).toEqual(["a", "b"]);
  clock.advance(499);
  await flush();
  expect(through).toEqual(["a", "b"]);
  clock.advance(1);
  await flush();
  expect(through).toEqual(["a", "b", "c"]);
  clock.advance(500);
  await Promise.all(all);
  expect(through).toEqual(["a", "b", "c", "d"]);
  expect(clock.pending).toBe(0);
});

test("nobody overtakes those who wait", async () => {
  const { clock, through, take } = setUp({ perSecond: 1, burst: 1 });
  await take("a");
  const waiting = take("b");
  clock.advance(999);
  const late = take("c");
  clock.advance(1);
  await waiting;
  await flush();
  expect(through).toEqual(["a", "b"]);
  clock.advance(1_000);
  await late;
});

test("rest saves up no more than a burst", async () => {
  const { clock, through, take } = setUp();
  clock.advance(60_000);
  void Promise.all(["a", "b", "c"].map((name) => take(name)));
  await flush();
  expect(through).toEqual(["a", "b"]);
});

test("there is room for as many as could go through now, and for nobody while others wait or it pauses", async () => {
  const { clock, bucket, take } = setUp();
  expect([bucket.hasRoomFor(2), bucket.hasRoomFor(3)]).toEqual([true, false]);
  await Promise.all([take("a"), take("b")]);
  const waiting = take("c");
  expect(bucket.hasRoomFor(1)).toBe(false);
  clock.advance(500);
  await waiting;
  clock.advance(499);
  expect(bucket.hasRoomFor(1)).toBe(false);
  clock.advance(1);
  expect([bucket.hasRoomFor(1), bucket.hasRoomFor(2)]).toEqual([true, false]);
  bucket.pause(5_000);
  expect(bucket.hasRoomFor(1)).toBe(false);
  clock.advance(5_000);
  expect(bucket.hasRoomFor(1)).toBe(true);
});

describe("an abort", () => {
  test("while waiting leaves the line, and its turn goes to the next", async () => {
    const { clock, through, take } = setUp({ perSecond: 1, burst: 1 });
    const reason = new Error("gone");
    const caller = new AbortController();
    await take("a");
    const gone = take("b", caller.signal);
    const next = take("c");
    caller.abort(reason);
    await expect(gone).rejects.toBe(reason);
    clock.advance(1_000);
    await next;
    expect(through).toEqual(["a", "c"]);
  });

  test("before takes nothing", async () => {
    const { take, through } = setUp({ perSecond: 1, burst: 1 });
    await expect(take("a", AbortSignal.abort("no"))).rejects.toBe("no");
    await take("b");
    expect(through).toEqual(["b"]);
  });
});

describe("a pause", () => {
  test("holds everybody, and goes on with one", async () => {
    const { clock, bucket, through, take } = setUp();
    bucket.pause(5_000);
    const all = [take("a"), take("b")];
    clock.advance(4_999);
    await flush();
    expect(through).toEqual([]);
    clock.advance(1);
    await flush();
    expect(through).toEqual(["a"]);
    clock.advance(500);
    await Promise.all(all);
  });

  test("holds those who wait already; a shorter one does not end it", async () => {
    const { clock, bucket, through, take } = setUp({ perSecond: 1, burst: 1 });
    await take("a");
    const waiting = take("b");
    bucket.pause(5_000);
    bucket.pause(1_000);
    clock.advance(4_999);
    await flush();
    expect(through).toEqual(["a"]);
    clock.advance(1);
    await waiting;
  });
});

test("the line is bounded", async () => {
  const { bucket } = setUp({ perSecond: 1, burst: 1 });
  await bucket.take(signal);
  for (let waiting = 0; waiting < 1_000; waiting++) void bucket.take(signal);
  await expect(bucket.take(signal)).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 1_000_000 });
});
