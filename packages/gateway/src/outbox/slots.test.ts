import fc from "fast-check";
import { expect, test } from "vitest";
import { createSlots, type Slots } from "./slots.ts";

const healthy = (id: string) => ({ id, failing: false });
const failing = (id: string) => ({ id, failing: true });

const offered = (
  slots: Slots,
  endpoints: { id: string; failing: boolean }[],
  takes = (_id: string, most: number): number => most,
) => {
  const all: Record<string, number> = {};
  for (const offer of slots.share(endpoints)) {
    all[offer.endpointId] = offer.slots;
    offer.accept(takes(offer.endpointId, offer.slots));
  }
  return all;
};

test("an endpoint gets so many, one that fails a single one", () => {
  const slots = createSlots({ maxRunning: 64, maxRunningPerEndpoint: 4 });
  expect(offered(slots, [healthy("a"), failing("b")])).toEqual({ a: 4, b: 1 });
});

test("what is taken is not offered until it is given back", () => {
  const slots = createSlots({ maxRunning: 64, maxRunningPerEndpoint: 2 });
  const giveBack = [slots.take("a"), slots.take("a"), slots.take("b")];
  expect(offered(slots, [healthy("a"), healthy("b")])).toEqual({ b: 1 });
  for (const give of giveBack) give();
  expect(offered(slots, [healthy("a"), healthy("b")])).toEqual({ a: 2, b: 2 });
});

test("those that fail leave half of the room to the others", () => {
  const slots = createSlots({ maxRunning: 4, maxRunningPerEndpoint: 4 });
  const many = Array.from({ length: 10 }, (_, index) => failing(`f${index}`));
  const taken = offered(slots, [...many, healthy("healthy")]);
  expect(Object.keys(taken).filter((id) => id.startsWith("f")).length).toBeLessThanOrEqual(2);
  expect(taken["healthy"]).toBeGreaterThanOrEqual(2);
});

test("each time another endpoint comes first", () => {
  const slots = createSlots({ maxRunning: 1, maxRunningPerEndpoint: 1 });
  const endpoints = ["a", "b", "c"].map(healthy);
  const winners = [1, 2, 3].map(() => Object.keys(offered(slots, endpoints))[0]);
  expect(new Set(winners)).toEqual(new Set(["a", "b", "c"]));
});

test("never more than there are, whatever is taken and given back", () => {
  const endpointArb = fc.record({ id: fc.constantFrom("a", "b", "c", "d"), failing: fc.boolean(), takes: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(endpointArb, { maxLength: 20 }), (steps) => {
      const slots = createSlots({ maxRunning: 5, maxRunningPerEndpoint: 3 });
      const running: string[] = [];
      for (const { id, failing, takes } of steps) {
        for (const offer of slots.share([{ id, failing }])) offer.accept(Math.min(offer.slots, takes));
        for (const offer of slots.share([{ id, failing }])) {
          const used = Math.min(offer.slots, takes);
          for (let index = 0; index < used; index += 1) {
            slots.take(id);
            running.push(id);
          }
          offer.accept(used);
        }
        expect(running.length).toBeLessThanOrEqual(5);
        expect(running.filter((one) => one === id).length).toBeLessThanOrEqual(3);
      }
    }),
  );
});
