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
