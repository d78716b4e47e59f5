import type { HttpAnswer, Stream } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { withHealth } from "./health.ts";
import { toStream } from "./map-stream.ts";
import { TargetMemory } from "./target-memory.ts";
import { aContext } from "./test-support/simulated.ts";
import { healthSchema, type WireHealth } from "./wire/health.ts";

const receivedAt = Date.UTC(2026, 0, 2);
const stream: Stream = toStream({
  stream: { id: "s1", isActive: true, multistream: { targets: [{ id: "t1" }, { id: "t2" }] } },
  objects: new Map(["t1", "t2"].map((id) => [id, { id }])),
  memory: new TargetMemory(),
  receivedAt,
});

async function told(answer: unknown): Promise<(string | undefined)[]> {
  const getHealth = async (): Promise<HttpAnswer<WireHealth>> => ({
    data: healthSchema.parse(answer),
    headers: new Headers(),
    sentAt: receivedAt,
    status: 200,
    receivedAt,
  });
  const { targets } = await withHealth({ getHealth }, stream, aContext());
  return (targets ?? []).map(({ status }) => status.state);
}

const connected = (id: string, status: unknown = true) => ({ target: { id }, connected: { status } });
const active = (id: string, ago: number) => ({ dimensions: { targetId: id }, last: [receivedAt - ago, 5] });

describe("a target of an active stream", () => {
  test.each([
    ["something was sent 30 s ago", [active("t1", 30_000)], "live"],
    ["nothing was sent for longer", [active("t1", 30_001)], "connecting"],
    ["the newest of several nodes counts", [active("t1", 90_000), active("t1", 1_000)], "live"],
    ["the activity of another says nothing of it", [active("t2", 90_000)], "live"],
    ["nobody says when", [{ dimensions: { targetId: "t1" }, last: "now" }], "live"],
  ])("is connected: %s", async (_name, MultistreamActiveSec, state) => {
    const answer = { multistream: [connected("t1")], metrics: { MultistreamActiveSec } };
    expect(await told(answer)).toEqual([state, "unknown"]);
  });

  test("is not connected: Livepeer tries again", async () => {
    expect(await told({ multistream: [connected("t1", false), connected("t2")] })).toEqual(["retrying", "live"]);
  });

  test.each([
    ["no list", {}],
    ["an empty list", { multistream: [] }],
    ["a list of another shape", { multistream: [{ target: "t1" }] }],
    ["a state of another type", { multistream: [connected("t1", "yes")] }],
  ])("studio#685: health without its entry leaves it as it was read: %s", async (_name, answer) => {
    expect(await told(answer)).toEqual(["unknown", "unknown"]);
  });
});
