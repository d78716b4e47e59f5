import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../errors/error-code.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import { fastCadence } from "./cadence.ts";
import { leavingOut, type Polling, startPolling } from "./poller.test.support.ts";

function failing(code: ErrorCode, retryAfterMs?: number): MultistreamError {
  return new MultistreamError(code, "It did not work.", { retryAfterMs });
}

function follow(polling: Polling, ids: string[], state: "live" | "idle" = "live"): void {
  for (const id of ids) {
    polling.put(id, state);
    polling.poller.follow(id);
    polling.poller.saw(id, state);
  }
}

/** The gaps between reads, in seconds. */
function gaps(reads: readonly string[]): number[] {
  const times = reads.map((read) => Number.parseFloat(read));
  return times.slice(1).map((time, index) => Math.round((time - (times[index] ?? 0)) * 10) / 10);
}

describe("after a failure", () => {
  test("the waits grow to two minutes, and a success ends them", async () => {
    const polling = startPolling();
    follow(polling, ["s1"]);
    polling.fault = () => failing("provider_unavailable");
    await polling.advance(500_000);
    expect(gaps(polling.reads())).toEqual([1.5, 3, 6, 12, 24, 48, 90, 90, 90, 90]);
    expect(new Set(polling.failed)).toEqual(new Set(["provider_unavailable"]));
    polling.fault = () => undefined;
    await polling.advance(100_000);
    expect(gaps(polling.reads()).slice(-2)).toEqual([5, 5]);
  });

  test("it waits as long as the provider asks, but no more than an hour", async () => {
    const polling = startPolling();
    follow(polling, ["s1"]);
    polling.fault = () => failing("rate_limited", 300_000);
    await polling.advance(306_000);
    polling.fault = () => failing("rate_limited", 1e12);
    await polling.advance(300_000 + 3_600_000);
    expect(gaps(polling.reads())).toEqual([300, 300, 3_600]);
  });

  test.for(["rate_limited", "provider_unavailable", "timeout", "unauthenticated"] as const)(
    "%s holds the other streams back as well",
    async (code) => {
      const polling = startPolling();
      follow(polling, ["s1", "s2"]);
      await polling.advance(4_000);
      polling.fault = (of) => (of === "s1" ? failing(code, 20_000) : undefined);
      polling.poller.hint("s1");
      await polling.advance(19_900);
      expect(polling.reads()).toEqual(["4 s1"]);
    },
  );

  test("of one stream alone the others go on", async () => {
    const polling = startPolling();
    follow(polling, ["s1", "s2"]);
    polling.fault = (of) => (of === "s1" ? failing("provider_response_invalid") : undefined);
    await polling.advance(31_000);
    const reads = polling.reads();
    expect(reads.filter((read) => read.endsWith(" s2")).length).toBe(6);
    expect(gaps(reads.filter((read) => read.endsWith(" s1")))).toEqual([1.5, 3, 6, 12]);
  });

  test("of the list the waits grow as well, and live streams go on", async () => {
    const polling = startPolling();
    follow(polling, ["s1", "s2"], "idle");
    follow(polling, ["s3"], "live");
    polling.fault = (of) => (of === "all" ? failing("provider_response_invalid") : undefined);
    await polling.advance(60_000);
    const reads = polling.reads();
    expect(gaps(reads.filter((read) => read.endsWith(" all")))).toEqual([1.5, 3, 6]);
    expect(reads.filter((read) => read.endsWith(" s3")).length).toBe(12);
  });

  test("what a hint asked for is not forgotten", async () => {
    const polling = startPolling({ discover: () => true });
    follow(polling, ["s1", "s2"], "idle");
    polling.fault = () => failing("provider_unavailable");
    polling.poller.hint();
    await polling.advance(1_000);
    polling.fault = () => undefined;
    await polling.advance(1_000);
    expect(polling.reads()).toEqual(["0 all", "1.5 all"]);
  });

  test("a poll that had begun before and succeeds says nothing of it", async () => {
    const polling = startPolling({
      adapterOf: (adapter) => ({
        ...adapter,
        poll: async (query, context) => {
          const read = await adapter.poll?.(query, context);
          if (query.streamId === "s2") await new Promise<void>((resolve) => polling.clock.after(1_000, resolve));
          return read ?? [];
        },
      }),
    });
    follow(polling, ["s1", "s2"]);
    polling.fault = (of) => (of === "s1" ? failing("provider_unavailable") : undefined);
    await polling.advance(6_600);
    // It fails for the second time: all wait for 3 s.
    polling.poller.hint("s2");
    await polling.advance(3_500);
    expect(polling.reads()).toEqual(["5 s1", "5 s2", "6.5 s1", "9.5 s2", "9.5 s1"]);
  });

  test("polls that fail together count once", async () => {
    const polling = startPolling();
    follow(polling, ["s1", "s2", "s3"]);
    polling.fault = () => failing("provider_unavailable");
    await polling.advance(6_600);
    // Three at 5 s, and again after the first wait of 1.5 s.
    expect(polling.reads().filter((read) => read.startsWith("6.5 ")).length).toBe(3);
  });

  test("in taking it in, the poll counts as failed, with one of our errors", async () => {
    const polling = startPolling({ take: () => Promise.reject(new TypeError("x")) });
    follow(polling, ["s1"]);
    await polling.advance(7_000);
    expect(polling.failed).toEqual(["internal", "internal"]);
    expect(polling.reads()).toEqual(["5 s1", "6.5 s1"]);
  });
});

describe("the budget", () => {
  test.for([1, 3, 4, 12, 50])("holds in any minute, with %i live streams", async (count) => {
    const polling = startPolling();
    polling.clock.random = Math.random;
    follow(
      polling,
      Array.from({ length: count }, (_, index) => `s${index}`),
    );
    for (let minute = 0; minute < 5; minute++) {
      await polling.advance(10_000);
      polling.poller.hint();
      await polling.advance(50_000);
    }
    const times = polling.reads().map((read) => Number.parseFloat(read));
    const most = Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + 60).length));
    expect(most).toBeLessThanOrEqual(fastCadence.perMinute);
    expect(times.length).toBeGreaterThan(5 * 8);
  });

  test("holds whatever is hinted at", async () => {
    const polling = startPolling();
    const ids = ["s1", "s2", "s3"];
    follow(polling, ids);
    for (let second = 0; second < 180; second++) {
      for (const id of ids) polling.poller.hint(id);
      await polling.advance(1_000);
    }
    const times = polling.reads().map((read) => Number.parseFloat(read));
    const most = Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + 60).length));
    expect(most).toBeLessThanOrEqual(fastCadence.perMinute);
    expect(times.length).toBeGreaterThan(120);
  });

  test("live streams that it has no room for are read together", async () => {
    const polling = startPolling();
    follow(
      polling,
      Array.from({ length: 30 }, (_, index) => `s${index}`),
    );
    await polling.advance(21_000);
    expect(polling.reads()).toEqual(["5 all", "10 all", "15 all", "20 all"]);
  });

  test("but for one that the list leaves out", async () => {
    const polling = startPolling({ adapterOf: leavingOut("s3") });
    follow(
      polling,
      Array.from({ length: 30 }, (_, index) => `s${index}`),
    );
    await polling.advance(21_000);
    const expected = ["5 all", "5 s3", "10 all", "10 s3", "15 all", "15 s3", "20 all", "20 s3"];
    expect(polling.reads().toSorted()).toEqual(expected.toSorted());
  });

  test("and alone, as far as it goes, while the list fails", async () => {
    const polling = startPolling();
    follow(
      polling,
      Array.from({ length: 30 }, (_, index) => `s${index}`),
    );
    polling.fault = (of) => (of === "all" ? failing("provider_response_invalid") : undefined);
    await polling.advance(50_000);
    expect(new Set(polling.taken).size).toBe(30);
  });

  test("live streams come before those that are idle, and do not keep them out", async () => {
    const cadence = { ...fastCadence, perMinute: 12 };
    const polling = startPolling({ cadence: () => cadence });
    follow(polling, ["s1"], "live");
    // A list of so many pages that it is never cheaper than the live stream alone.
    follow(
      polling,
      Array.from({ length: 400 }, (_, index) => `idle${index}`),
      "idle",
    );
    await polling.advance(600_000);
    const reads = polling.reads();
    expect(reads.filter((read) => read.endsWith(" s1")).length).toBeGreaterThan(40);
    expect(reads.filter((read) => read.endsWith(" all")).length).toBeGreaterThan(5);
  });

  test("no more than four are under way at once", async () => {
    let underWay = 0;
    let most = 0;
    const polling = startPolling({
      take: async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise<void>((resolve) => polling.clock.after(7_000, resolve));
        underWay -= 1;
        return { disagreed: [] };
      },
      cadence: () => ({ ...fastCadence, perMinute: 10_000 }),
    });
    follow(polling, ["s1", "s2", "s3", "s4", "s5", "s6"]);
    await polling.advance(60_000);
    expect(most).toBe(4);
  });
});

describe("the end", () => {
  test("aborts what is being read, reads nothing more and leaves no timer", async () => {
    let aborted = false;
    const polling = startPolling({
      adapterOf: (adapter) => ({
        ...adapter,
        poll: (_query, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener("abort", () => {
              aborted = true;
              reject(signal.reason);
            });
          }),
      }),
    });
    follow(polling, ["s1"]);
    await polling.advance(5_500);
    await polling.poller.close();
    expect(aborted).toBe(true);
    expect(polling.clock.pending).toBe(0);
    polling.poller.follow("s2");
    polling.poller.hint();
    await polling.advance(60_000);
    expect(polling.failed).toEqual([]);
    expect(polling.clock.pending).toBe(0);
  });

  test("waits for what is being taken in", async () => {
    const taking = Promise.withResolvers<{ disagreed: string[] }>();
    const polling = startPolling({ take: () => taking.promise });
    follow(polling, ["s1"]);
    await polling.advance(5_500);
    let closed = false;
    const closing = polling.poller.close().then(() => (closed = true));
    await polling.advance(1_000);
    expect(closed).toBe(false);
    taking.resolve({ disagreed: [] });
    await closing;
  });
});
