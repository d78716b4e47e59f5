import type { Destination } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { streamWith, target, wanted } from "./test-support/account.ts";
import { asked, context, failure, simulated, useSimulators } from "./test-support/simulated.ts";

useSimulators();

const path = "/video/v1/live-streams/*/simulcast-targets";

describe("create", () => {
  test("with a reference, which Mux keeps, and a name, which it then does not", async () => {
    const account = simulated();
    const { id } = await streamWith(account, 0);
    const made = await account.client.targets.create(id, target(1, { reference: "dest-1" }));
    expect(made).toMatchObject({
      streamId: id,
      name: "Target 1",
      reference: "dest-1",
      notices: [{ code: "name_not_stored" }],
    });
    expect(await account.client.targets.get(made)).toMatchObject({
      id: made.id,
      name: "dest-1",
      reference: "dest-1",
      notices: [],
    });
  });

  test("SRT parameters that Mux is not sent are told with the answer, inline too", async () => {
    const { client } = simulated();
    const destination = { url: "srt://srt.example.com:9000?streamid=abc&maxbw=1000" } as const;
    const { stream } = await client.streams.create({ name: "Show", targets: [{ name: "SRT", destination }] });
    expect(stream.targets).toMatchObject([{ notices: [{ code: "srt_parameters_ignored" }] }]);
    const made = await client.targets.create(stream.id, { name: "SRT", destination });
    expect(made.notices).toMatchObject([{ code: "srt_parameters_ignored" }]);
    const plain = { url: "srt://srt.example.com:9000?streamid=abc" } as const;
    expect((await client.targets.create(stream.id, { name: "SRT", destination: plain })).notices).toEqual([]);
  });

  test("a preset reads back as the preset", async () => {
    const account = simulated();
    const { id } = await streamWith(account, 0);
    const destination = { preset: "twitch", streamKey: "live_canary_key_1" } as const;
    const made = await account.client.targets.create(id, { name: "Twitch", destination });
    expect(made.destination).toMatchObject({ preset: "twitch", protocol: "rtmps" });
    expect(await account.client.targets.get(made)).toEqual({ ...made, status: expect.any(Object) });
  });

  test("the same idempotency key makes one target", async () => {
    const account = simulated();
    const { id } = await streamWith(account, 0);
    const first = await account.client.targets.create(id, target(1), { idempotencyKey: "k" });
    const second = await account.client.targets.create(id, target(1), { idempotencyKey: "k" });
    expect(second).toMatchObject({ id: first.id, name: "Target 1" });
    expect(await account.client.targets.list(id)).toHaveLength(1);
  });

  test("on a stream that is gone is not found", async () => {
    const { client } = simulated();
    expect(await failure(client.targets.create("gone", target(1)))).toMatchObject({ code: "not_found" });
  });
});

describe("read", () => {
  test("list, get, and a target of another stream", async () => {
    const account = simulated();
    const one = await streamWith(account, 2);
    const other = await streamWith(account, 1);
    expect(await account.client.targets.list(one.id)).toMatchObject(
      one.targets.map(({ id, name }) => ({ id, name, streamId: one.id })),
    );
    const foreign = { streamId: other.id, id: one.targets[0]?.id ?? "" };
    expect(await failure(account.client.targets.get(foreign))).toMatchObject({ code: "not_found" });
  });

  test("hasDestination compares what Mux reads back", async () => {
    const account = simulated();
    const { targets } = await streamWith(account, 1);
    const [ref = { streamId: "", id: "" }] = targets;
    const has = async (destination: Destination) =>
      account.adapter.targets.hasDestination?.(ref, destination, context());
    expect(await has({ url: "rtmp://live1.example.com/app/target-key-canary-1" })).toBe(true);
    expect(await has({ url: "rtmp://live1.example.com/app", streamKey: "other" })).toBe(false);
  });
});

describe("delete", () => {
  test("trap §7: 404 on delete, a target that is gone, is a success", async () => {
    const account = simulated();
    const { id, targets } = await streamWith(account, 2);
    const [ref = { streamId: "", id: "" }] = targets;
    expect(await account.client.targets.delete(ref)).toEqual({});
    expect(await account.client.targets.delete(ref)).toEqual({});
    expect(await account.client.targets.list(id)).toHaveLength(1);
  });
});

describe("refusals", () => {
  test("while live: not_idle, before Mux is asked to change anything", async () => {
    const account = simulated();
    const { id, targets } = await streamWith(account, 1);
    await account.simulator.stage.connect(id);
    await expect.poll(async () => (await account.client.streams.get(id)).status.state).toBe("live");
    account.simulator.requests.clear();
    expect(await failure(account.client.targets.create(id, target(2)))).toMatchObject({
      code: "not_idle",
      operation: "target.create",
    });
    expect(await failure(account.client.targets.delete(targets[0] ?? { streamId: id, id: "" }))).toMatchObject({
      code: "not_idle",
    });
    expect(await failure(account.adapter.targets.create(id, wanted(2), context()))).toMatchObject({ code: "not_idle" });
    expect(asked(account.simulator).every((call) => call.startsWith("GET "))).toBe(true);
  });

  test("a stream that starts in between: Mux's refusal is not_idle, with Mux's words and the rule", async () => {
    const account = simulated();
    const { id, targets } = await streamWith(account, 1);
    await account.simulator.stage.connect(id);
    await expect.poll(async () => (await account.client.streams.get(id)).status.state).toBe("live");
    const ref = targets[0] ?? { streamId: id, id: "" };
    const refused = await failure(account.adapter.targets.delete(ref, context()));
    expect(refused).toMatchObject({
      code: "not_idle",
      operation: "target.delete",
      message: expect.stringContaining("while the live stream is idle"),
      rule: { live: "refused" },
    });
  });

  test("a refusal of an idle stream that has room stays what it was; the text decides nothing", async () => {
    const account = simulated();
    const { id } = await streamWith(account, 1);
    const messages = ["Simulcast targets can only be changed while idle; not more than 6"];
    const body = { error: { type: "invalid_parameters", messages } };
    account.simulator.faults.add({ method: "POST", path, fault: { kind: "answer", status: 400, body } });
    expect(await failure(account.client.targets.create(id, target(2)))).toMatchObject({
      code: "invalid_argument",
      message: expect.stringContaining("not more than 6"),
    });
  });

  test("a refusal that cannot be explained, since the stream cannot be read, stays what it was", async () => {
    const account = simulated();
    const { id } = await streamWith(account, 0);
    account.simulator.faults.add({ method: "POST", path, fault: { kind: "answer", status: 422 } });
    const reads = {
      method: "GET",
      path: "/video/v1/live-streams/*",
      skip: 2,
      fault: { kind: "answer", status: 403 },
    } as const;
    account.simulator.faults.add(reads);
    expect(await failure(account.client.targets.create(id, target(2)))).toMatchObject({
      code: "invalid_argument",
      status: 422,
    });
  });
});
