import { expect, test } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { PublisherSlot, type SlotPublisher } from "./publisher-slot.ts";

function publisher(): SlotPublisher & { gone: boolean } {
  const self = { gone: false, disconnect: () => void (self.gone = true) };
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
  expect(halfOpen.gone).toBe(true);
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
  expect(present.gone).toBe(false);
});

test("a newcomer gets the stream when the present publisher has been silent for 3 s", async () => {
  const { clock, slot, signal } = setUp();
  const present = publisher();
  await slot.claim(present, signal);
  slot.delivered(present);
  clock.advance(1_000);
  const claim = slot.claim(publisher(), signal);
  clock.advance(1_999);
  expect(present.gone).toBe(false);
  clock.advance(1);
  expect(await claim).toBe(true);
  expect(present.gone).toBe(true);
});

test("a waiting newcomer moves up when the present publisher leaves", async () => {
  const { slot, signal } = setUp();
  const present = publisher();
  await slot.claim(present, signal);
  const claim = slot.claim(publisher(), signal);
  expect(slot.release(present)).toBe(true);
  expect(await claim).toBe(true);
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
  expect(present.gone).toBe(true);
  expect(slot.release(present)).toBe(false);
});
