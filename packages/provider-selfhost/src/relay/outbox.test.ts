import type { Observation } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { type Batch, Outbox } from "./outbox.ts";

function observation(targetId: string, sequence: number): Observation {
  const occurredAt = "2026-01-01T00:00:00.000Z";
  return { kind: "target", streamId: "s", targetId, sequence, occurredAt, status: { state: "live", source: "relay" } };
}

function setUp() {
  const posted: Batch[] = [];
  return { posted, outbox: new Outbox((batch) => posted.push(batch)) };
}

const sequences = (batch: Batch | undefined) => batch?.observations.map(({ sequence }) => sequence) ?? [];

test("what happens in one turn goes out as one batch, in order", async () => {
  const { posted, outbox } = setUp();
  outbox.observe(observation("a", 1));
  outbox.observe(observation("b", 2));
  await new Promise(setImmediate);
  expect(posted.map(sequences)).toEqual([[1, 2]]);
});

test("a second batch waits until the first has been read", () => {
  const { posted, outbox } = setUp();
  outbox.observe(observation("a", 1));
  outbox.flush();
  outbox.observe(observation("a", 2));
  outbox.flush();
  expect(posted).toHaveLength(1);
  outbox.read();
  expect(posted.map(sequences)).toEqual([[1], [2]]);
});

test("past the bound only the newest of each thing is kept", () => {
  const { posted, outbox } = setUp();
  outbox.observe(observation("a", 0));
  outbox.flush();
  for (let sequence = 1; sequence <= 50_000; sequence++) outbox.observe(observation(`t${sequence % 7}`, sequence));
  outbox.read();
  const kept = sequences(posted[1]);
  expect(kept.length).toBeLessThanOrEqual(10_000);
  expect(kept.slice(-7)).toEqual([49_994, 49_995, 49_996, 49_997, 49_998, 49_999, 50_000]);
  expect(kept).toEqual(kept.toSorted((a, b) => a - b));
});

test("log lines past the bound are dropped and counted", () => {
  const { posted, outbox } = setUp();
  for (let line = 0; line < 1_500; line++) outbox.log("info", "line");
  outbox.flush();
  const entries = posted[0]?.log ?? [];
  expect(entries).toHaveLength(1_001);
  expect(entries.at(-1)).toEqual(["warn", "log lines were dropped", { count: 500 }]);
});

test("log lines wait, too, until the other side reads", () => {
  const { posted, outbox } = setUp();
  outbox.log("info", "first");
  outbox.flush();
  for (let line = 0; line < 5_000; line++) outbox.log("info", "line");
  outbox.flush();
  expect(posted).toHaveLength(1);
  outbox.read();
  expect(posted[1]?.log).toHaveLength(1_001);
});

test("a text of a peer does not fill a log line", () => {
  const { posted, outbox } = setUp();
  outbox.log("info", "line", { encoder: "x".repeat(10_000), count: 3 });
  outbox.flush();
  const [, , fields] = posted[0]?.log[0] ?? [];
  expect(fields).toEqual({ encoder: `${"x".repeat(300)}…`, count: 3 });
});

test("past the bound the end of a session is kept beside a state that follows", () => {
  const { posted, outbox } = setUp();
  const occurredAt = "2026-01-01T00:00:00.000Z";
  const seen = { kind: "stream", streamId: "s", occurredAt } as const;
  outbox.observe({ ...seen, sequence: 1, status: { state: "idle", source: "relay" }, ended: true });
  outbox.observe({ ...seen, sequence: 2, status: { state: "live", source: "relay" } });
  for (let sequence = 3; sequence <= 30_000; sequence++) outbox.observe(observation("a", sequence));
  outbox.flush();
  expect(sequences(posted[0]).slice(0, 3)).toEqual([1, 2, expect.any(Number)]);
});

test("more things than the bound are all kept, once each", () => {
  const { posted, outbox } = setUp();
  const things = 25_000;
  for (let sequence = 0; sequence < 4 * things; sequence++)
    outbox.observe(observation(`t${sequence % things}`, sequence));
  outbox.flush();
  const kept = new Set(posted[0]?.observations.map((one) => one.kind === "target" && one.targetId));
  expect(kept.size).toBe(things);
  expect(posted[0]?.observations.length).toBeLessThanOrEqual(2 * things);
});
