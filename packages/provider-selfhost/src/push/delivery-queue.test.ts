import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch } from "../hub/batch.ts";
import { fakeBatch } from "../hub/testing/media.ts";
import { DeliveryQueue } from "./delivery-queue.ts";

const named = (name: string, fields: Parameters<typeof fakeBatch>[0] = {}): Batch => ({
  ...fakeBatch(fields),
  data: Buffer.from(name),
  preamble: () => Buffer.from(`setup of ${name}`),
});
const key = (name: string, firstTimestamp = 0): Batch => named(name, { startsWithKeyframe: true, firstTimestamp });
const delta = (name: string, firstTimestamp = 0): Batch => named(name, { firstTimestamp });
const audio = (name: string, firstTimestamp = 0): Batch =>
  named(name, { isEntryPoint: true, hasVideo: false, firstTimestamp });

function drain(queue: DeliveryQueue): string[] {
  const pieces: string[] = [];
  for (let piece = queue.take(); piece; piece = queue.take()) pieces.push(piece.toString());
  return pieces;
}

describe("DeliveryQueue", () => {
  it("begins with the set-up and then keeps the order", () => {
    const queue = new DeliveryQueue();
    queue.prime([key("k1"), delta("d1")]);
    queue.push(delta("d2"));
    queue.push(key("k2"));
    expect(drain(queue)).toEqual(["setup of k1", "k1", "d1", "d2", "k2"]);
    expect(queue.isEmpty).toBe(true);
    expect(queue.dropped).toEqual({ messages: 0, bytes: 0 });
  });

  it("waits for something to begin with, without counting that as a loss", () => {
    const queue = new DeliveryQueue();
    queue.push(delta("d1"));
    expect(queue.take()).toBeUndefined();
    queue.push(key("k1"));
    queue.push(delta("d2"));
    expect(drain(queue)).toEqual(["setup of k1", "k1", "d2"]);
    expect(queue.dropped.messages).toBe(0);
  });

  it("drops up to the next keyframe when it is too long, and repeats the set-up there", () => {
    const queue = new DeliveryQueue({ maxBytes: 1000, maxMs: 3000 });
    queue.push(key("k1", 0));
    queue.push(delta("d1", 1000));
    queue.push(key("k2", 2000));
    queue.push(delta("d2", 3000));
    queue.push(delta("d3", 3001));
    expect(drain(queue)).toEqual(["setup of k2", "k2", "d2", "d3"]);
    expect(queue.dropped).toEqual({ messages: 2, bytes: 4 });
  });

  it("drops everything and waits when no keyframe is at hand", () => {
    const queue = new DeliveryQueue({ maxBytes: 5, maxMs: 3000 });
    queue.push(key("k1"));
    queue.push(delta("d1"));
    queue.push(delta("d2"));
    expect(queue.bytes).toBe(0);
    queue.push(delta("d3"));
    expect(queue.take()).toBeUndefined();
    queue.push(key("k2"));
    expect(drain(queue)).toEqual(["setup of k2", "k2"]);
    expect(queue.dropped.messages).toBe(4);
  });

  it("drops the oldest of a stream without video", () => {
    const queue = new DeliveryQueue({ maxBytes: 1000, maxMs: 2000 });
    for (const at of [0, 1000, 2000, 3000]) queue.push(audio(`a${at}`, at));
    expect(drain(queue)).toEqual(["setup of a1000", "a1000", "a2000", "a3000"]);
  });

  it("measures time across the wrap of timestamps", () => {
    const queue = new DeliveryQueue({ maxBytes: 1000, maxMs: 2000 });
    queue.push(key("k1", 0xffffff00));
    queue.push(delta("d1", 0x100));
    expect(queue.dropped.messages).toBe(0);
    queue.push(delta("d2", 0x1000));
    expect(queue.dropped.messages).toBe(3);
  });

  it("delivers a single batch that is larger than the limit, in pieces", () => {
    const queue = new DeliveryQueue({ maxBytes: 1000, maxMs: 2000 });
    const data = Buffer.alloc(150_000, 7);
    queue.push({ ...key("big"), data });
    queue.take();
    const pieces = [queue.take(), queue.take(), queue.take()].map((piece) => piece ?? Buffer.alloc(0));
    expect(Buffer.concat(pieces).equals(data)).toBe(true);
    expect(pieces.every((piece) => piece.length <= 64 * 1024 && piece.buffer === data.buffer)).toBe(true);
    expect(queue.isEmpty).toBe(true);
  });

  it("never tears a batch that is begun, neither by a drop nor when it is cleared", () => {
    const queue = new DeliveryQueue({ maxBytes: 1000, maxMs: 2000 });
    queue.push({ ...key("big"), data: Buffer.alloc(100_000) });
    queue.take();
    queue.take();
    queue.push(delta("d1", 0));
    queue.push(delta("d2", 9000));
    queue.clear();
    expect(queue.isEmpty).toBe(false);
    expect(queue.take()).toHaveLength(100_000 - 65_536);
    expect(queue.take()).toBeUndefined();
  });

  it("does not count the backlog against the limits, but drops it too when live media overflows", () => {
    const queue = new DeliveryQueue({ maxBytes: 10, maxMs: 60_000 });
    const backlog = [key("k1", 0), ...Array.from({ length: 20 }, (_, at) => delta("dd", at))];
    queue.prime(backlog);
    queue.push(delta("live1", 100));
    expect(queue.dropped.messages).toBe(0);
    queue.push(delta("live22", 200));
    expect(queue.dropped.messages).toBe(backlog.length + 2);
    queue.push(key("k2", 300));
    expect(drain(queue)).toEqual(["setup of k2", "k2"]);
  });

  it("is bounded, decodable and in order, whatever comes and however slowly it goes", () => {
    const step = fc.oneof(
      fc.record({ act: fc.constantFrom("push" as const), size: fc.integer({ min: 1, max: 400 }), key: fc.boolean() }),
      fc.record({ act: fc.constantFrom("take" as const), size: fc.constant(0), key: fc.constant(false) }),
    );
    const limits = { maxBytes: 1000, maxMs: 5000 };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200, size: "max" }), (steps) => {
        const queue = new DeliveryQueue(limits);
        const taken: Buffer[] = [];
        const batches = steps.map(({ size, key: isKey }, index) => ({
          ...fakeBatch({ size, startsWithKeyframe: isKey, firstTimestamp: index * 100 }),
          preamble: () => Buffer.from(`setup of ${index}`),
        }));
        let pushed = 0;
        for (const [index, { act }] of steps.entries()) {
          const batch = batches[index];
          if (act === "push" && batch) {
            queue.push(batch);
            pushed += 1;
          } else taken.push(...[queue.take()].filter((piece) => piece !== undefined));
          expect(queue.bytes).toBeLessThanOrEqual(limits.maxBytes);
        }
        for (let piece = queue.take(); piece; piece = queue.take()) taken.push(piece);

        const order = taken.map((piece) => batches.findIndex(({ data }) => data === piece));
        const sent = order.filter((index) => index >= 0);
        expect(sent).toEqual(sent.toSorted((a, b) => a - b));
        expect(new Set(sent).size).toBe(sent.length);
        // Whatever does not follow its predecessor is an entry point with its own set-up ahead.
        const pushes = steps.flatMap(({ act }, index) => (act === "push" ? [index] : []));
        for (const [at, index] of order.entries()) {
          const follows =
            at > 0 && pushes.indexOf(index) === pushes.indexOf(order[at - 1] ?? -1) + 1 && index !== pushes[0];
          const begins = batches[index]?.isEntryPoint === true && taken[at - 1]?.toString() === `setup of ${index}`;
          expect(index === -1 || follows || begins).toBe(true);
        }
        expect(sent.length + queue.dropped.messages).toBeLessThanOrEqual(pushed);
      }),
    );
  });
});
