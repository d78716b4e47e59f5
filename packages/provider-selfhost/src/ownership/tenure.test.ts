import { describe, expect, test } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import type { Claim, Left } from "./ownership.ts";
import { Tenure } from "./tenure.ts";

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A stream's tenure, with a store and a stream by script. */
function setUp({ isHeld = false } = {}) {
  const clock = createManualClock();
  const book: string[] = [];
  const claims: (PromiseWithResolvers<Claim> & { signal: AbortSignal })[] = [];
  const closings: PromiseWithResolvers<void>[] = [];
  const gaps = { count: 0 };
  const known = { promise: Promise.resolve() };
  const store = { releases: true };
  const tenure = new Tenure({
    streamId: "s",
    clock,
    log: () => undefined,
    isHeld,
    gaps: () => gaps.count,
    known: () => known.promise,
    onHeld: (left) => void book.push(left ? `held after ${left.lastSequence}` : "held"),
    onKept: () => void book.push("kept"),
    onDenied: () => void book.push("denied"),
    left: () => ({ lastSequence: 7 }),
    close: () => {
      book.push("close");
      const closing = Promise.withResolvers<void>();
      closings.push(closing);
      return closing.promise;
    },
    ownership: {
      claim: (_id, signal) => {
        const claim = Promise.withResolvers<Claim>();
        claims.push({ ...claim, signal });
        return claim.promise;
      },
      release: async (_id, left: Left) => {
        if (!store.releases) throw new Error("away");
        book.push(`release after ${left.lastSequence}`);
      },
      confirm: async () => new Set(),
    },
  });
  const answer = async (claim: Claim): Promise<void> => {
    claims.at(-1)?.resolve(claim);
    await settle();
  };
  return { clock, book, claims, closings, gaps, known, store, tenure, answer };
}

describe("a claim", () => {
  test("makes the stream ours, once for all who ask", async () => {
    const { tenure, book, claims, answer } = setUp();
    const asked = [tenure.claim(), tenure.claim()];
    await settle();
    await answer({ owned: true, left: { lastSequence: 5 } });
    expect(await Promise.all(asked)).toEqual(["held", "held"]);
    expect(await tenure.claim()).toBe("held");
    expect([claims.length, tenure.isHeld, book]).toEqual([1, true, ["held after 5"]]);
  });

  test("is repeated while another relay's lease runs", async () => {
    const { tenure, claims, clock, answer, book } = setUp();
    const asked = tenure.claim();
    await settle();
    await answer({ retryAfterMs: 2_000 });
    expect(await asked).toBe("waiting");
    clock.advance(1_999);
    await settle();
    expect(claims).toHaveLength(1);
    clock.advance(1);
    await settle();
    await answer("owned");
    expect([claims.length, book]).toEqual([2, ["held"]]);
  });

  test.each(["refused", "unreachable"] as const)(
    "that is %s at first is told to the encoder, later ends it",
    async (how) => {
      const { tenure, claims, clock, book, answer } = setUp();
      const fail = async (): Promise<void> => {
        if (how === "refused") return answer("refused");
        claims.at(-1)?.reject(new Error("away"));
        await settle();
      };
      const first = tenure.claim();
      await settle();
      await fail();
      expect(await first).toBe(how);
      expect(book).toEqual([]);
      const second = tenure.claim();
      await settle();
      await answer({ retryAfterMs: 1_000 });
      expect(await second).toBe("waiting");
      clock.advance(1_000);
      await settle();
      await fail();
      expect(book).toEqual(["denied"]);
    },
  );

  test("without an answer in time counts as unreachable; what it grants later is given back", async () => {
    const { tenure, clock, book, claims, answer } = setUp();
    const asked = tenure.claim();
    await settle();
    clock.advance(5_000);
    expect(await asked).toBe("unreachable");
    expect(claims[0]?.signal.aborted).toBe(true);
    await answer("owned");
    expect([tenure.isHeld, book]).toEqual([false, ["release after 7"]]);
  });

  test("whose encoder has gone is withdrawn; the next one waits until it is given back", async () => {
    const { tenure, book, claims, answer } = setUp();
    void tenure.claim();
    await settle();
    const leaving = tenure.leave();
    expect(claims[0]?.signal.aborted).toBe(true);
    const next = tenure.claim();
    await settle();
    expect(claims).toHaveLength(1);
    await answer("owned");
    await leaving;
    await settle();
    expect([claims.length, book]).toEqual([2, ["release after 7"]]);
    await answer("owned");
    expect(await next).toBe("held");
  });

  test("that was granted before the thread stood still is asked again", async () => {
    const { tenure, book, claims, gaps, answer } = setUp();
    const asked = tenure.claim();
    await settle();
    gaps.count++;
    await answer("owned");
    expect([claims.length, book]).toEqual([2, []]);
    await answer("refused");
    expect(await asked).toBe("refused");
  });
});

describe("leaving", () => {
  test("closes first, then gives back", async () => {
    const { tenure, book, closings } = setUp({ isHeld: true });
    const left = Promise.all([tenure.leave(), tenure.leave()]);
    await settle();
    expect([book, tenure.isHeld]).toEqual([["close"], true]);
    closings[0]?.resolve();
    await left;
    expect([book, tenure.isHeld]).toEqual([["close", "release after 7"], false]);
  });

  test("is taken back by an encoder that returns meanwhile", async () => {
    const { tenure, book, closings } = setUp({ isHeld: true });
    const left = tenure.leave();
    expect(await tenure.claim()).toBe("held");
    closings[0]?.resolve();
    await left;
    expect([book, tenure.isHeld]).toEqual([["close", "kept"], true]);
  });

  test("ends at once when the stream is lost, and gives nothing back", async () => {
    const { tenure, book, closings } = setUp({ isHeld: true });
    const left = tenure.leave();
    expect([tenure.lose(), tenure.lose()]).toEqual([true, false]);
    closings[0]?.resolve();
    await left;
    expect(book).toEqual(["close"]);
  });

  test("after the thread stood still waits until it is known what is ours", async () => {
    const { tenure, book, closings, known } = setUp({ isHeld: true });
    const answer = Promise.withResolvers<void>();
    known.promise = answer.promise;
    const left = tenure.leave();
    closings[0]?.resolve();
    await settle();
    tenure.lose();
    answer.resolve();
    await left;
    expect(book).toEqual(["close"]);
  });

  test("is repeated while the store is away, until the stream is wanted again", async () => {
    const { tenure, book, closings, clock, store, claims, answer } = setUp({ isHeld: true });
    store.releases = false;
    const left = tenure.leave();
    closings[0]?.resolve();
    await settle();
    for (let tries = 0; tries < 3; tries++) {
      clock.advance(2_000);
      await settle();
    }
    const asked = tenure.claim();
    clock.advance(2_000);
    await left;
    await settle();
    await answer("owned");
    expect(await asked).toBe("held");
    store.releases = true;
    clock.advance(10_000);
    await settle();
    expect([book, claims.length]).toEqual([["close", "held"], 1]);
  });

  test("goes on when a claim that has interrupted it comes to nothing", async () => {
    const { tenure, book, closings, clock, store, claims } = setUp({ isHeld: true });
    store.releases = false;
    const left = tenure.leave();
    closings[0]?.resolve();
    await settle();
    const asked = tenure.claim();
    clock.advance(2_000);
    await left;
    await settle();
    claims[0]?.reject(new Error("away"));
    expect(await asked).toBe("unreachable");
    await settle();
    store.releases = true;
    clock.advance(2_000);
    await settle();
    expect(book).toEqual(["close", "release after 7"]);
  });
});
