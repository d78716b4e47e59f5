import { expect } from "vitest";
import type { Publication } from "./sink.ts";

/** Checks that a publication holds every frame from its first to its last, in order, 40 ms apart. */
export function expectUninterrupted({ frames }: Publication): void {
  expect(frames.length).toBeGreaterThan(1);
  const first = frames[0];
  const expected = frames.map((_frame, index) => ({
    number: (first?.number ?? 0) + index,
    timestamp: (first?.timestamp ?? 0) + index * 40,
  }));
  expect(frames.map(({ number, timestamp }) => ({ number, timestamp }))).toEqual(expected);
}
