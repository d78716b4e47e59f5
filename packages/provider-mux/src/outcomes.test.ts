import { describe, expect, test } from "vitest";
import { mapStreamStatus, mapTargetStatus } from "./map-status.ts";
import { streamWith, target } from "./test-support/account.ts";
import { asked, context, failure, type Simulated, simulated, useSimulators } from "./test-support/simulated.ts";

useSimulators();

const stream = "/video/v1/live-streams/*";
const refusal = { kind: "answer", status: 422 } as const;
const odd = { kind: "answer", status: 200, body: { data: { id: "abc" } } } as const;

const unchanged = (wire: object): unknown => wire;

async function made({ client }: Simulated): Promise<string> {
  return (await client.streams.create({ name: "Show" })).stream.id;
}

describe("a write took effect, and what comes after it fails", () => {
  test.each(["enable", "disable", "end"] as const)("%s: its read", async (act) => {
    const account = simulated();
    const id = await made(account);
    account.simulator.faults.add({ method: "GET", path: stream, fault: { kind: "answer", status: 403 } });
    expect(await failure(account.client.streams[act](id))).toMatchObject({
      code: "forbidden",
      outcome: "unknown",
      hint: expect.stringContaining("Read before repeating it"),
    });
  });

  test("an update of name and switch: its second write", async () => {
    const account = simulated();
    const id = await made(account);
    account.simulator.faults.add({ method: "PUT", path: `${stream}/disable`, fault: refusal });
    const update = account.adapter.streams.update?.(id, { name: "Other", enabled: false }, context());
    expect(await failure(Promise.resolve(update))).toMatchObject({ code: "invalid_argument", outcome: "unknown" });
    expect(await account.client.streams.get(id)).toMatchObject({ name: "Other", enabled: true });
  });

  test("a new key that is not told", async () => {
    const account = simulated();
    const id = await made(account);
    account.simulator.faults.add({ method: "POST", path: `${stream}/reset-stream-key`, fault: odd });
    const error = await failure(account.client.streams.rotateIngest(id));
    expect(error).toMatchObject({ code: "provider_response_invalid", outcome: "unknown" });
    account.simulator.faults.add({ method: "GET", path: stream, fault: odd });
    expect(await failure(account.client.streams.getIngest(id))).toMatchObject({ outcome: "not_applied" });
  });
});

describe("nothing took effect", () => {
  test("the only write is refused", async () => {
    const account = simulated();
    const id = await made(account);
    account.simulator.faults.add({ method: "PUT", path: `${stream}/disable`, fault: refusal });
    expect(await failure(account.client.streams.disable(id))).toMatchObject({
      code: "invalid_argument",
      outcome: "not_applied",
      hint: expect.stringContaining("refused again"),
    });
  });

  test.each([
    ["active", {}],
    ["idle", { timings: { activeMs: 3_600_000 } }],
  ])("complete is refused while the stream stays on air and reads `%s`", async (native, settings) => {
    const account = simulated({}, settings);
    const { id } = await streamWith(account, 1);
    await account.simulator.stage.connect(id);
    await expect
      .poll(async () => (await account.client.streams.get(id)).status)
      .toMatchObject({ state: "live", native });
    account.simulator.faults.add({ method: "PUT", path: `${stream}/complete`, fault: refusal });
    expect(await failure(account.client.streams.end(id))).toMatchObject({ code: "invalid_argument" });
    expect((await account.client.streams.get(id)).status.state).toBe("live");
  });
});

describe("odd answers", () => {
  const junk = [null, 42, "x", true, [null, 1, {}], { a: { b: 1 } }, undefined, -1e308, "€".repeat(1_000_000)];
  const ofStream = [
    "created_at",
    "status",
    "stream_key",
    "srt_passphrase",
    "active_asset_id",
    "recent_asset_ids",
    "active_ingest_protocol",
    "latency_mode",
    "reconnect_window",
    "max_continuous_duration",
    "playback_ids",
    "passthrough",
    "meta",
    "test",
    "audio_only",
  ];
  const ofTarget = ["url", "stream_key", "status", "error_severity", "passthrough"];

  test("no field that could be missing fails a read or fills the model", async () => {
    const { simulator } = simulated();
    const { tokenId, tokenSecret } = simulator.credentials;
    let change = unchanged;
    const changed: typeof fetch = async (input, init) => {
      const { data } = await (await simulator.fetch(new Request(input, init))).json();
      return Response.json({ data: Array.isArray(data) ? data.map((each) => change(each)) : change(data) });
    };
    const { client } = simulated({ tokenId, tokenSecret, fetch: changed });
    const { stream } = await client.streams.create({ name: "Show", targets: [target(1)] });
    for (const value of junk) {
      for (const field of ofStream) {
        change = (wire) => ({ ...wire, [field]: value });
        expect(JSON.stringify(await client.streams.get(stream.id)).length).toBeLessThan(8_000);
      }
      for (const field of ofTarget) {
        change = (wire) => ({ ...wire, simulcast_targets: [{ id: "abc", url: "rtmp://a.example/b", [field]: value }] });
        const { data } = await client.streams.list();
        expect(data[0]?.targets).toHaveLength(1);
        expect(JSON.stringify(data).length).toBeLessThan(8_000);
      }
    }
    const many = Array.from({ length: 5_000 }, (_, index) => `asset-${index}`);
    change = (wire) => ({ ...wire, recent_asset_ids: many, playback_ids: many.map((id) => ({ id })) });
    const { providerMetadata, playback } = await client.streams.get(stream.id);
    expect(providerMetadata?.["mux"]).toMatchObject({ recentAssetIds: many.slice(-100) });
    expect(playback).toHaveLength(100);
  });

  test("a stream whose targets cannot be read is not taken for one without", async () => {
    const account = simulated();
    const body = { data: { id: "abc", stream_key: "k", status: "idle", simulcast_targets: [{ url: "rtmp://a/b" }] } };
    account.simulator.faults.add({ fault: { kind: "answer", status: 200, body } });
    expect(await failure(account.client.targets.list("abc"))).toMatchObject({ code: "provider_response_invalid" });
    expect(asked(account.simulator)).toHaveLength(1);
  });

  test("without a word nothing is known", () => {
    const seen = { source: "api", observedAt: "2026-03-01T12:00:00.000Z" } as const;
    expect(mapStreamStatus(undefined, [], seen)).toEqual({ state: "unknown", ...seen });
    expect(mapTargetStatus(undefined, undefined, seen)).toEqual({ state: "unknown", ...seen });
  });
});
