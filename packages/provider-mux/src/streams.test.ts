import type { NewTarget } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { target, wanted } from "./test-support/account.ts";
import { asked, context, failure, simulated, useSimulators } from "./test-support/simulated.ts";

useSimulators();

describe("create", () => {
  test("with targets, in the order of the input, in one call", async () => {
    const { client, simulator } = simulated();
    const { stream, ingest } = await client.streams.create({
      name: "Friday show",
      targets: [target(2), target(1), target(3)],
      providerOptions: { mux: { playbackPolicies: ["public"], latencyMode: "low", reconnectWindowSeconds: 20 } },
    });
    expect(stream).toMatchObject({
      name: "Friday show",
      enabled: true,
      status: { state: "idle" },
      playback: [{ protocol: "hls", policy: "public" }],
      providerMetadata: { mux: { latencyMode: "low", reconnectWindowSeconds: 20 } },
    });
    expect(stream).not.toHaveProperty("reference");
    expect(stream.targets?.map(({ name }) => name)).toEqual(["Target 2", "Target 1", "Target 3"]);
    expect(ingest.map(({ protocol }) => protocol)).toEqual(["rtmps", "rtmp", "srt"]);
    expect(asked(simulator)).toEqual(["POST /video/v1/live-streams"]);
    expect(await client.streams.getIngest(stream.id)).toEqual(ingest);
    const read = await client.streams.get(stream.id);
    expect(read.targets?.map(({ id, name }) => [id, name])).toEqual(stream.targets?.map(({ id, name }) => [id, name]));
  });

  test("switched off: made, then disabled", async () => {
    const { client } = simulated();
    const { stream } = await client.streams.create({ name: "Show", enabled: false });
    expect(stream).toMatchObject({ enabled: false, status: { state: "disabled" } });
    expect(await client.streams.get(stream.id)).toMatchObject({ enabled: false, status: { state: "disabled" } });
  });

  test("all or nothing: when it cannot be switched off it is removed, also after the caller gave up", async () => {
    const { client, simulator } = simulated();
    const path = "/video/v1/live-streams/*/disable";
    simulator.faults.add({ method: "PUT", path, fault: { kind: "answer", status: 422 } });
    const error = await failure(client.streams.create({ name: "Show", enabled: false, targets: [target(1)] }));
    expect(error).toMatchObject({ code: "invalid_argument", outcome: "not_applied" });
    expect((await client.streams.list()).data).toEqual([]);

    simulator.faults.add({ method: "PUT", path, fault: { kind: "hang", afterCommit: false } });
    const abort = new AbortController();
    const creating = client.streams.create({ name: "Show", enabled: false }, { signal: abort.signal });
    await expect.poll(() => asked(simulator).filter((call) => call.startsWith("PUT")).length).toBe(2);
    abort.abort(new Error("enough"));
    expect(await failure(creating)).toMatchObject({ message: "enough" });
    await expect.poll(async () => (await client.streams.list()).data.length).toBe(0);
  });

  test("where the removal fails too, the hint names what remains", async () => {
    const { client, simulator } = simulated();
    const fault = { kind: "answer", status: 403 } as const;
    simulator.faults.add({ method: "PUT", path: "/video/v1/live-streams/*/disable", fault });
    simulator.faults.add({ method: "DELETE", path: "/video/v1/live-streams/*", fault });
    const error = await failure(client.streams.create({ name: "Show", enabled: false }));
    const [left] = (await client.streams.list()).data;
    expect(error).toMatchObject({
      code: "forbidden",
      outcome: "unknown",
      hint: expect.stringContaining(left?.id ?? "-"),
    });
  });

  test("the same idempotency key makes one stream and answers it again, its targets by name", async () => {
    const { client, simulator } = simulated();
    const input = { name: "Show", targets: [target(1, { reference: "r-1" })] };
    const [first, second] = await Promise.all([
      client.streams.create(input, { idempotencyKey: "k" }),
      client.streams.create(input, { idempotencyKey: "k" }),
    ]);
    expect(second.stream.id).toBe(first.stream.id);
    expect(second.stream.targets).toMatchObject([{ name: "Target 1", reference: "r-1" }]);
    expect(asked(simulator).filter((call) => call.startsWith("POST"))).toHaveLength(1);
  });

  test("what Mux cannot keep or do is refused before any call, also of the adapter itself", async () => {
    const { adapter, simulator } = simulated();
    const create = (more: Partial<NewTarget>) =>
      failure(adapter.streams.create({ name: "Show", enabled: true, targets: [wanted(1, more)] }, context()));
    expect(await create({ enabled: false })).toMatchObject({ code: "unsupported", operation: "target.disable" });
    expect(await create({ videoOnly: true })).toMatchObject({ code: "unsupported" });
    expect(await create({ rendition: "720p" })).toMatchObject({ code: "unsupported" });
    expect(await create({ metadata: {} })).toMatchObject({ code: "unsupported" });
    expect(await create({ providerOptions: { mux: { a: 1 } } })).toMatchObject({ code: "invalid_argument" });
    const stream = { name: "Show", enabled: true, targets: [], metadata: { a: "b" } };
    expect(await failure(adapter.streams.create(stream, context()))).toMatchObject({ code: "unsupported" });
    const many = { name: "Show", enabled: true, targets: Array.from({ length: 7 }, () => wanted(1)) };
    expect(await failure(adapter.streams.create(many, context()))).toMatchObject({ code: "limit_exceeded" });
    expect(asked(simulator)).toEqual([]);
  });
});

describe("read and change", () => {
  test("update: title, reference, options and switch", async () => {
    const { client, adapter, simulator } = simulated();
    const { id } = (await client.streams.create({ name: "Show" })).stream;
    const patch = {
      name: "Other",
      reference: "room",
      enabled: false,
      providerOptions: { mux: { latencyMode: "reduced" } },
    };
    const updated = await adapter.streams.update?.(id, patch, context());
    expect(updated).toMatchObject({
      name: "Other",
      reference: "room",
      enabled: false,
      providerMetadata: { mux: { latencyMode: "reduced" } },
    });
    expect(await client.streams.enable(id)).toMatchObject({ enabled: true, name: "Other", status: { state: "idle" } });
    simulator.requests.clear();
    expect(await adapter.streams.update?.(id, {}, context())).toMatchObject({ name: "Other" });
    expect(asked(simulator)).toEqual([`GET /video/v1/live-streams/${id}`]);
  });

  test("a switch that Mux refuses because it is there already is a success", async () => {
    const { client, simulator } = simulated();
    const { stream } = await client.streams.create({ name: "Show" });
    const refusal = { kind: "answer", status: 400 } as const;
    simulator.faults.add({ method: "PUT", path: "/video/v1/live-streams/*/enable", fault: refusal });
    expect(await client.streams.enable(stream.id)).toMatchObject({ enabled: true });
    simulator.faults.add({ method: "PUT", path: "/video/v1/live-streams/*/complete", fault: refusal });
    expect(await client.streams.end(stream.id)).toMatchObject({ status: { state: "idle" } });
    simulator.faults.add({ method: "PUT", path: "/video/v1/live-streams/*/disable", fault: refusal });
    expect(await failure(client.streams.disable(stream.id))).toMatchObject({ code: "invalid_argument" });
  });

  test("end: the session is over, and a session was never claimed", async () => {
    const { client, simulator } = simulated();
    const { stream } = await client.streams.create({ name: "Show", targets: [target(1)] });
    await simulator.stage.connect(stream.id);
    await expect.poll(async () => (await client.streams.get(stream.id)).status.state).toBe("live");
    const live = await client.streams.get(stream.id);
    expect(live).not.toHaveProperty("session");
    expect(live.providerMetadata?.["mux"]).toMatchObject({
      activeAssetId: expect.any(String),
      activeIngestProtocol: "rtmp",
    });
    expect(await client.streams.end(stream.id)).toMatchObject({ status: { state: "idle" } });
  });

  test("rotateIngest: another key; the old one is gone", async () => {
    const { client } = simulated();
    const { stream, ingest } = await client.streams.create({ name: "Show" });
    const rotated = await client.streams.rotateIngest(stream.id);
    expect(rotated).not.toEqual(ingest);
    expect(await client.streams.getIngest(stream.id)).toEqual(rotated);
  });

  test("delete: a stream that is gone is a success; reading it is not", async () => {
    const { client } = simulated();
    const { stream } = await client.streams.create({ name: "Show" });
    await client.streams.delete(stream.id);
    await client.streams.delete(stream.id);
    expect(await failure(client.streams.get(stream.id))).toMatchObject({
      code: "not_found",
      provider: "mux",
      status: 404,
    });
    expect(await failure(client.streams.rotateIngest(stream.id))).toMatchObject({ code: "not_found" });
  });

  test("what cannot be an id never goes into a path", async () => {
    const { client, adapter, simulator } = simulated();
    for (const id of ["", "../assets", "a/b", "a?b", "ä", "x".repeat(256)]) {
      expect(await failure(client.streams.get(id))).toMatchObject({ code: "not_found" });
      expect(await failure(client.targets.get({ streamId: "a", id }))).toMatchObject({ code: "not_found" });
      expect(await failure(adapter.targets.list(id, context()))).toMatchObject({ code: "not_found" });
      await adapter.streams.delete(id, context());
      expect(await adapter.targets.delete({ streamId: "a", id }, context())).toEqual({});
    }
    expect(asked(simulator)).toEqual([]);
  });

  test("request: Mux's own API, credentials included", async () => {
    const { client, adapter } = simulated();
    const { stream } = await client.streams.create({ name: "Show" });
    const answer = await adapter.request?.({ path: `/video/v1/live-streams/${stream.id}` });
    expect(answer).toMatchObject({ data: { id: stream.id, stream_key: expect.any(String) } });
  });
});
