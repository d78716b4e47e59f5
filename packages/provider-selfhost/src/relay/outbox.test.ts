import type { Observation } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { Outbox } from "./outbox.ts";

type Posted = Parameters<ConstructorParameters<typeof Outbox>[0]>[0];

function observation(targetId: string, sequence: number): Observation {
  const occurredAt = "2026-01-01T00:00:00.000Z";
  return { kind: "target", streamId: "s", targetId, sequence, occurredAt, status: { state: "live", source: "relay" } };
}

function setUp() {
  const posted: Posted[] = [];
  return { posted, outbox: new Outbox((envelope) => posted.push(envelope)) };
}

const sequences = (envelope: Posted | undefined) =>
  envelope?.type === "observations" ? envelope.observations.map(({ sequence }) => sequence) : [];

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
  const entries = posted[0]?.type === "log" ? posted[0].entries : [];
  expect(entries).toHaveLength(1_001);
  expect(entries.at(-1)).toEqual(["warn", "log lines were dropped", { count: 500 }]);
});
