import { createStreamSchema, createTargetSchema } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { wireStream, wireTarget } from "./test-support/samples.ts";
import { context, stubGateway } from "./test-support/stub-gateway.ts";

const destination = { url: "rtmp://live.example.com/app", streamKey: "target-key-canary" } as const;
const target = createTargetSchema.parse({ name: "Twitch", destination });
const stream = createStreamSchema.parse({ name: "Show", targets: [{ name: "Twitch", destination }] });
const ingest = [{ protocol: "rtmp", url: "rtmp://in.example.com/live", streamKey: "ingest-key-canary" }];
const ref = { streamId: "str_1", id: "tgt_1" };

const answers = {
  "POST /v1/streams": { status: 201, json: { stream: wireStream(), ingest } },
  "GET /v1/streams/str_1": { json: wireStream() },
  "GET /v1/streams": { json: { data: [wireStream()], nextCursor: "c2" } },
  "PATCH /v1/streams/str_1": { json: wireStream() },
  "POST /v1/streams/str_1/end": { json: wireStream() },
  "DELETE /v1/streams/str_1": { status: 204 },
  "GET /v1/streams/str_1/ingest": { json: { data: ingest } },
  "POST /v1/streams/str_1/ingest/rotate": { json: { data: ingest } },
  "POST /v1/streams/str_1/targets": { status: 201, json: wireTarget() },
  "GET /v1/streams/str_1/targets": { json: { data: [wireTarget()] } },
  "GET /v1/streams/str_1/targets/tgt_1": { json: wireTarget() },
  "PATCH /v1/streams/str_1/targets/tgt_1": { json: wireTarget() },
  "POST /v1/streams/str_1/targets/tgt_1/restart": { json: wireTarget() },
  "DELETE /v1/streams/str_1/targets/tgt_1": { status: 204 },
};

describe("every call of the adapter is one of the gateway's", () => {
  const { adapter, asked } = stubGateway(answers);
  const { streams, targets } = adapter;
  const calls: [string, () => Promise<unknown>, unknown?][] = [
    ["POST /v1/streams", () => streams.create(stream, context()), JSON.parse(JSON.stringify(stream))],
    ["GET /v1/streams/str_1", () => streams.get("str_1", context())],
    ["GET /v1/streams?limit=5&cursor=c1", () => streams.list({ limit: 5, cursor: "c1" }, context())],
    [
      "PATCH /v1/streams/str_1",
      async () => streams.update?.("str_1", { enabled: false }, context()),
      { enabled: false },
    ],
    ["POST /v1/streams/str_1/end", async () => streams.end?.("str_1", context())],
    ["DELETE /v1/streams/str_1", () => streams.delete("str_1", context())],
    ["GET /v1/streams/str_1/ingest", () => streams.getIngest("str_1", context())],
    ["POST /v1/streams/str_1/ingest/rotate", async () => streams.rotateIngest?.("str_1", context())],
    ["POST /v1/streams/str_1/targets", () => targets.create("str_1", target, context()), target],
    ["GET /v1/streams/str_1/targets?limit=100", () => targets.list("str_1", context())],
    ["GET /v1/streams/str_1/targets/tgt_1", () => targets.get(ref, context())],
    [
      "PATCH /v1/streams/str_1/targets/tgt_1",
      async () => targets.update?.(ref, { name: "B" }, context()),
      { name: "B" },
    ],
    ["POST /v1/streams/str_1/targets/tgt_1/restart", async () => targets.restart?.(ref, context())],
    ["DELETE /v1/streams/str_1/targets/tgt_1", () => targets.delete(ref, context())],
  ];

  test.each(calls)("%s", async (line, run, json) => {
    await run();
    const last = asked.at(-1);
    expect(`${last?.method} ${last?.path}`).toBe(line);
    expect(last?.json).toEqual(json);
    expect(last?.headers.get("authorization")).toBe("Bearer pcsk_api-key-canary");
  });
});

test("answers are the model's, under the adapter's name; the instance stays in the bindings", async () => {
  const { adapter } = stubGateway(answers);
  const created = await adapter.streams.create(stream, context());
  expect(created).toMatchObject({
    stream: { id: "str_1", provider: "gateway", bindings: [{ provider: "mux-us" }] },
    ingest,
  });
  expect(created.stream.targets).toMatchObject([{ id: "tgt_1", provider: "gateway", status: { state: "live" } }]);
  expect(await adapter.streams.list({ limit: 5 }, context())).toMatchObject({
    nextCursor: "c2",
    data: [{ id: "str_1" }],
  });
  expect(await adapter.targets.delete(ref, context())).toEqual({});
});

const page = (id: string, nextCursor?: string) => ({ json: { data: [wireTarget({ id })], nextCursor } });

test("a stream's targets are read to the last page", async () => {
  const path = "GET /v1/streams/str_1/targets";
  const { adapter, asked } = stubGateway({ [path]: [page("tgt_1", "c2"), page("tgt_2", "c3"), page("tgt_3")] });
  const ids = (await adapter.targets.list("str_1", context())).map(({ id }) => id);
  expect(ids).toEqual(["tgt_1", "tgt_2", "tgt_3"]);
  expect(asked.map(({ path: one }) => one.split("?")[1])).toEqual([
    "limit=100",
    "limit=100&cursor=c2",
    "limit=100&cursor=c3",
  ]);
});

test("a list of targets without an end is an error, not a short list", async () => {
  const { adapter } = stubGateway({ "GET /v1/streams/str_1/targets": page("tgt_1", "c1") });
  await expect(adapter.targets.list("str_1", context())).rejects.toMatchObject({ code: "limit_exceeded" });
});

test("new streams go to the instance of the settings, and options to the provider behind it", async () => {
  const { adapter, asked } = stubGateway(answers, { provider: "mux-us" });
  const providerOptions = { gateway: { mux: { playbackPolicies: ["public"] } } };
  await adapter.streams.create({ ...stream, providerOptions }, context());
  expect(asked.at(-1)?.json).toMatchObject({
    provider: "mux-us",
    providerOptions: { mux: { playbackPolicies: ["public"] } },
  });
  await expect(
    adapter.streams.create({ ...stream, providerOptions: { gateway: { mux: 5 } } }, context()),
  ).rejects.toMatchObject({ code: "invalid_argument" });
});

test("a deletion that waits is pending, and one of what is gone is done", async () => {
  const pending = { changes: ["delete"], applies: "stream_idle", since: "2026-03-01T12:00:00.000Z" };
  const { adapter } = stubGateway({ "DELETE /v1/streams/str_1/targets/tgt_1": { status: 202, json: { pending } } });
  expect(await adapter.targets.delete(ref, context())).toEqual({ pending });
  expect(await adapter.targets.delete({ streamId: "str_1", id: "tgt_2" }, context())).toEqual({});
  await adapter.streams.delete("str_2", context());
});

test("an id may be that of an instance; what cannot be one costs no call", async () => {
  const { adapter, asked } = stubGateway({ "GET /v1/streams/mux-us:S1": { json: wireStream() } });
  expect(await adapter.streams.get("mux-us:S1", context())).toMatchObject({ id: "str_1" });
  for (const id of ["", "..", "a/b", "a:b:c", "mux:", "a?b", "a#b"]) {
    await expect(adapter.streams.get(id, context())).rejects.toMatchObject({ code: "not_found", provider: "gateway" });
  }
  expect(asked).toHaveLength(1);
});

test("the raw door asks what it is told to", async () => {
  const { adapter, asked } = stubGateway({ "POST /v1/api-keys": { status: 201, json: { key: "pcsk_new" } } });
  const json = { name: "ci" };
  expect(await adapter.request?.({ method: "POST", path: "/v1/api-keys", json })).toEqual({ key: "pcsk_new" });
  expect(asked.at(-1)).toMatchObject({ path: "/v1/api-keys", json });
});
