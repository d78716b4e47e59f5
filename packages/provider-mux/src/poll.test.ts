import { applyObservation, beginKnown } from "@polycast/core/host";
import type { StreamObservation } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { target } from "./test-support/account.ts";
import { asked, context, failure, simulated, useSimulators } from "./test-support/simulated.ts";

useSimulators();

test("of one stream: one call; of all: a page at a time, until one is not full", async () => {
  const { client, adapter, simulator } = simulated();
  for (let n = 0; n < 3; n++) await client.streams.create({ name: `Show ${n}`, targets: [target(1)] });
  const [stream] = (await client.streams.list()).data;
  await simulator.stage.connect(stream?.id ?? "");
  await expect.poll(async () => (await client.streams.get(stream?.id ?? "")).status.state).toBe("live");
  simulator.requests.clear();

  const one = await adapter.poll?.({ streamId: stream?.id ?? "" }, context());
  expect(one).toMatchObject([
    { kind: "stream", streamId: stream?.id, status: { state: "live", source: "poll" } },
    { kind: "target", streamId: stream?.id, status: { state: "live", native: "broadcasting", source: "poll" } },
  ]);
  const all = await adapter.poll?.({}, context());
  expect(all?.map(({ kind }) => kind)).toEqual(["stream", "target", "stream", "target", "stream", "target"]);
  expect(asked(simulator)).toHaveLength(2);
  expect(await failure(adapter.poll?.({ streamId: "../x" }, context()) ?? Promise.resolve())).toMatchObject({
    code: "not_found",
  });
});

test("what is inferred is marked as such", async () => {
  const { client, adapter, simulator } = simulated();
  const { stream } = await client.streams.create({ name: "Show", targets: [target(1)] });
  await simulator.stage.connect(stream.id);
  await expect.poll(async () => (await client.streams.get(stream.id)).status.state).toBe("live");
  await simulator.stage.drop(stream.id);
  expect(await adapter.poll?.({ streamId: stream.id }, context())).toMatchObject([
    { status: { state: "reconnecting", native: "active", source: "assumed" } },
    { status: { state: "idle", source: "poll" } },
  ]);
});

/** How far a poll's word about a stream lies before the moment at which it was asked, in seconds. */
async function marginOf({ adapter }: ReturnType<typeof simulated>, streamId: string): Promise<number> {
  const [stream] = (await adapter.poll?.({ streamId }, context())) ?? [];
  if (!stream) throw new Error("nothing was read");
  return Math.round(Date.parse(stream.occurredAt) / 1_000 - stream.sequence / 1_000_000);
}

test("`idle` without targets does not deny that the encoder is connected: it may not be active yet", async () => {
  const account = simulated();
  const { client, adapter, simulator } = account;
  const { stream } = await client.streams.create({ name: "Show" });
  const [idle] = (await adapter.poll?.({ streamId: stream.id }, context())) ?? [];
  if (idle?.kind !== "stream") throw new Error("nothing was read");
  const connectedAt = (ms: number): StreamObservation => {
    const at = Date.parse(idle.occurredAt) - ms;
    const status = { state: "live", source: "webhook" } as const;
    return {
      kind: "stream",
      streamId: stream.id,
      sequence: at * 1_000,
      occurredAt: new Date(at).toISOString(),
      status,
    };
  };
  for (const [ms, state] of [
    [61_900, "live"],
    [62_100, "idle"],
  ] as const) {
    const { known } = applyObservation(beginKnown(stream), connectedAt(ms), idle.occurredAt);
    const polled = applyObservation(known, idle, idle.occurredAt);
    expect([polled.known.stream.status.state, polled.superseded]).toEqual([state, state === "live"]);
  }
  expect(await marginOf(account, stream.id)).toBe(62);
  await simulator.stage.connect(stream.id);
  await expect.poll(async () => (await client.streams.get(stream.id)).status.state).toBe("live");
  expect(await marginOf(account, stream.id)).toBe(2);
  // It was active a moment ago: that it is idle is no old word.
  await simulator.stage.end(stream.id);
  expect(await marginOf(account, stream.id)).toBe(2);
});

test("with targets `idle` is believed at once", async () => {
  const account = simulated();
  const { stream } = await account.client.streams.create({ name: "Show", targets: [target(1)] });
  expect(await marginOf(account, stream.id)).toBe(2);
});
