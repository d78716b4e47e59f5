import { getEventListeners } from "node:events";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { PublisherSlot, type SlotPublisher } from "./publisher-slot.ts";

type Sent = "replaced" | "server_closed";

function publisher(): SlotPublisher & { gone?: Sent } {
  const self: SlotPublisher & { gone?: Sent } = { disconnect: (reason) => void (self.gone = reason) };
  return self;
}

function setUp() {
  const clock = createManualClock();
  clock.advance(60_000);
  return { clock, slot: new PublisherSlot(clock), signal: new AbortController().signal };
}

test("a free stream is taken at once", async () => {
  const { slot, signal } = setUp();
  expect(await slot.claim(publisher(), signal)).toBe(true);
});

test("an encoder over a half-open connection is replaced at once", async () => {
  const { clock, slot, signal } = setUp();
  const halfOpen = publisher();
  const returning = publisher();
  await slot.claim(halfOpen, signal);
  slot.delivered(halfOpen);
  clock.advance(3_000);
  expect(await slot.claim(returning, signal)).toBe(true);
  expect(halfOpen.gone).toBe("replaced");
  expect(slot.delivered(halfOpen)).toBe(false);
  expect(slot.delivered(returning)).toBe(true);
});

test("a newcomer is refused as soon as the present publisher delivers", async () => {
  const { clock, slot, signal } = setUp();
  const present = publisher();
  await slot.claim(present, signal);
  clock.advance(100);
  const claim = slot.claim(publisher(), signal);
  slot.delivered(present);
  expect(await claim).toBe(false);
  expect(present.gone).toBeUndefined();
});

test("a newcomer gets the stream when the present publisher has been silent for 3 s", async () => {
  const { clock, slot, signal } = setUp();
  const present = publisher();
  await slot.claim(present, signal);
  slot.delivered(present);
  clock.advance(1_000);
  const claim = slot.claim(publisher(), signal);
  clock.advance(1_999);
  expect(present.gone).toBeUndefined();
  clock.advance(1);
  expect(await claim).toBe(true);
  expect(present.gone).toBe("replaced");
});

test("a waiting newcomer moves up when the present publisher leaves", async () => {
  const { slot, signal } = setUp();
  const present = publisher();
  await slot.claim(present, signal);
  const claim = slot.claim(publisher(), signal);
  expect(slot.release(present)).toBe(true);
  expect(await claim).toBe(true);
});

test("a newcomer who waits does not take the place of one who came later and got it at once", async () => {
  const { clock, slot, signal } = setUp();
  const latest = publisher();
  let last: Promise<boolean> | undefined;
  await slot.claim(publisher(), signal);
  clock.after(1_000, () => {
    last = slot.claim(latest, signal);
  });
  const waiting = slot.claim(publisher(), signal);
  clock.stall(10_000);
  expect([await waiting, await last]).toEqual([false, true]);
  expect(slot.current).toBe(latest);
  expect(latest.gone).toBeUndefined();
});

test("only one newcomer waits: the latest", async () => {
  const { clock, slot, signal } = setUp();
  await slot.claim(publisher(), signal);
  const first = slot.claim(publisher(), signal);
  const second = slot.claim(publisher(), signal);
  clock.advance(3_000);
  expect(await first).toBe(false);
  expect(await second).toBe(true);
});

test("a newcomer who goes away while waiting does not take the stream", async () => {
  const { clock, slot, signal } = setUp();
  const present = publisher();
  await slot.claim(present, signal);
  const controller = new AbortController();
  const claim = slot.claim(publisher(), controller.signal);
  controller.abort();
  expect(await claim).toBe(false);
  clock.advance(10_000);
  expect(slot.current).toBe(present);
});

test("clear sends everybody away", async () => {
  const { slot, signal } = setUp();
  const present = publisher();
  await slot.claim(present, signal);
  const claim = slot.claim(publisher(), signal);
  slot.clear();
  expect(await claim).toBe(false);
  expect(present.gone).toBe("server_closed");
  expect(slot.release(present)).toBe(false);
});

test("dismiss sends away the publisher and lets in who waits", async () => {
  const { slot, signal } = setUp();
  const [present, next] = [publisher(), publisher()];
  await slot.claim(present, signal);
  const claim = slot.claim(next, signal);
  slot.dismiss();
  expect(await claim).toBe(true);
  expect([present.gone, next.gone]).toEqual(["server_closed", undefined]);
  expect(slot.current).toBe(next);
  slot.dismiss();
  slot.dismiss();
  expect(next.gone).toBe("server_closed");
});

test("a newcomer's signal is let go when it is decided about", async () => {
  const { slot } = setUp();
  const { signal } = new AbortController();
  const present = publisher();
  await slot.claim(present, signal);
  const decided = Array.from({ length: 20 }, () => {
    const claim = slot.claim(publisher(), signal);
    slot.delivered(present);
    return claim;
  });
  expect(await Promise.all(decided)).toEqual(decided.map(() => false));
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("whatever happens, at most one publisher has the stream and every claim is decided", async () => {
  const act = fc.record({
    what: fc.constantFrom("claim", "deliver", "leave", "wait", "clear", "dismiss"),
    who: fc.nat(4),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
      const { clock, slot } = setUp();
      const claims: Promise<boolean>[] = [];
      const people: { publisher: ReturnType<typeof publisher>; gone: AbortController }[] = [];
      for (const { what, who } of acts) {
        const person = people[people.length - 1 - who];
        if (what === "claim") {
          const [self, gone] = [publisher(), new AbortController()];
          people.push({ publisher: self, gone });
          claims.push(slot.claim(self, gone.signal));
        }
        if (what === "deliver" && person) slot.delivered(person.publisher);
        if (what === "leave" && person) {
          person.gone.abort();
          slot.release(person.publisher);
        }
        if (what === "wait") clock.advance(1_000);
        if (what === "clear") slot.clear();
        if (what === "dismiss") slot.dismiss();
        expect(
          slot.current && people.some(({ publisher: one }) => one === slot.current && one.gone !== undefined),
        ).toBeFalsy();
      }
      clock.advance(3_000);
      const taken = await Promise.all(claims);
      const present = people.filter(
        ({ publisher: one, gone }, index) => taken[index] && !one.gone && !gone.signal.aborted,
      );
      expect(present.map((person) => person.publisher)).toEqual(slot.current ? [slot.current] : []);
    }),
  );
});
