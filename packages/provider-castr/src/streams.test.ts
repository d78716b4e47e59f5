import { streamSchema } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { aLiveStream } from "./test-support/samples.ts";
import {
  answering,
  calm,
  catchRequests,
  failure,
  newStream,
  newTarget,
  simulated,
  youTube,
} from "./test-support/simulated.ts";

catchRequests();

test("a stream with three targets, in the order of the input", async () => {
  const { adapter, calls } = simulated();
  const names = ["c", "a", "b"];
  const targets = names.map((name) => newTarget({ name, destination: youTube(`key-${name}`) }));
  const { stream, ingest } = await adapter.streams.create(newStream({ targets }), calm());
  expect(streamSchema.parse(stream)).toEqual(stream);
  expect(stream).toMatchObject({ name: "Show", enabled: true, status: { state: "idle", source: "assumed" } });
  expect(stream.targets?.map(({ name }) => name)).toEqual(names);
  expect(ingest).toEqual([
    {
      protocol: "rtmp",
      url: "rtmp://live.castr.com/static",
      streamKey: expect.stringMatching(/^lv_\w+\?password=\w+$/u),
    },
  ]);
  const platforms = `POST /live_streams/${stream.id}/platforms`;
  expect(calls()).toEqual(["POST /live_streams", platforms, platforms, platforms]);
  expect(await adapter.streams.getIngest(stream.id, calm())).toEqual(ingest);
  const read = await adapter.streams.get(stream.id, calm());
  expect(read.targets?.map(({ name }) => name)).toEqual(names);
  expect(read.status.state).toBe("idle");
});

test("a stream that cannot have all of its targets is not made", async () => {
  const { adapter, calls } = simulated({ plan: { platformsPerStream: 1 } });
  const targets = [newTarget(), newTarget({ name: "Twitch" })];
  const error = await failure(adapter.streams.create(newStream({ targets }), calm()));
  expect(error).toMatchObject({
    code: "limit_exceeded",
    outcome: "not_applied",
    hint: expect.stringContaining("plan"),
  });
  expect(calls().at(-1)).toMatch(/^DELETE /u);
  expect((await adapter.streams.list({ limit: 10 }, calm())).data).toEqual([]);
});

test("what could not be removed is named", async () => {
  const { adapter, simulator } = simulated({ plan: { platformsPerStream: 0 } });
  simulator.faults.add({ method: "DELETE", fault: { kind: "answer", status: 403, body: { message: "no" } } });
  const error = await failure(adapter.streams.create(newStream({ targets: [newTarget()] }), calm()));
  const [left] = (await adapter.streams.list({ limit: 10 }, calm())).data;
  expect(error).toMatchObject({
    code: "limit_exceeded",
    outcome: "unknown",
    hint: expect.stringContaining(left?.id ?? "none"),
  });
});

test("an abort removes what was made, and throws its own reason", async () => {
  const { adapter, simulator } = simulated({}, { attemptTimeoutMs: 5_000 });
  const abort = new AbortController();
  simulator.faults.add({
    method: "POST",
    path: "/v2/live_streams/*/platforms",
    fault: { kind: "hang", afterCommit: true },
  });
  const created = failure(adapter.streams.create(newStream({ targets: [newTarget()] }), { signal: abort.signal }));
  await expect.poll(() => simulator.faults.open()).toEqual([]);
  const reason = new Error("enough");
  abort.abort(reason);
  expect(await created).toBe(reason);
  expect((await adapter.streams.list({ limit: 10 }, calm())).data).toEqual([]);
});

test("the same idempotency key makes one stream", async () => {
  const { adapter } = simulated();
  const context = { ...calm(), idempotencyKey: "once" };
  const input = newStream({ targets: [newTarget()] });
  const [first, second] = await Promise.all([
    adapter.streams.create(input, context),
    adapter.streams.create(input, context),
  ]);
  expect(second.stream.id).toBe(first.stream.id);
  expect(second.ingest).toEqual(first.ingest);
  expect((await adapter.streams.list({ limit: 10 }, calm())).data).toHaveLength(1);
});

test("options become settings, and unknown ones are refused", async () => {
  const { adapter } = simulated();
  const options = { abr: true, cloudRecording: true, lowLatencyPlayback: true, chatEnabled: false };
  const input = newStream({ providerOptions: { castr: options } });
  const { stream } = await adapter.streams.create(input, calm());
  expect(await adapter.request?.({ path: `/live_streams/${stream.id}` })).toMatchObject({
    settings: { abr: true, cloud_recording: true, low_latency_playback: true, chat_enabled: false },
  });
  const wrong = newStream({ providerOptions: { castr: { record: true } } });
  expect(await failure(adapter.streams.create(wrong, calm()))).toMatchObject({ code: "invalid_argument" });
  const unstored = newStream({ reference: "r" });
  expect(await failure(adapter.streams.create(unstored, calm()))).toMatchObject({ code: "unsupported" });
});

test("pages follow one another", async () => {
  const { adapter } = simulated();
  for (const name of ["a", "b", "c", "d", "e"]) await adapter.streams.create(newStream({ name }), calm());
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await adapter.streams.list(cursor === undefined ? { limit: 2 } : { limit: 2, cursor }, calm());
    names.push(...page.data.map(({ name }) => name));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(names.toSorted()).toEqual(["a", "b", "c", "d", "e"]);
  expect(await failure(adapter.streams.list({ limit: 2, cursor: "0-x" }, calm()))).toMatchObject({
    code: "invalid_argument",
  });
});

test("within a page the newest come first, in whichever order Castr lists them", async () => {
  const times = ["2026-01-02T00:00:00.000Z", undefined, "2026-01-03T00:00:00.000Z", "soon", "2026-01-01T00:00:00.000Z"];
  const docs = times.map((creation_time, index) => aLiveStream({ _id: `stream-${index}`, creation_time }));
  const adapter = answering(() => Response.json({ docs, page: 1, pages: 1 }));
  const { data } = await adapter.streams.list({ limit: 10 }, calm());
  expect(data.map(({ id }) => id)).toEqual(["stream-2", "stream-0", "stream-4", "stream-1", "stream-3"]);
  expect((await adapter.capabilities()).constraints.join()).toContain("newest first within a page");
});

test("an update answers what is there afterwards", async () => {
  const { adapter, calls } = simulated();
  const { stream } = await adapter.streams.create(newStream(), calm());
  expect(await adapter.streams.update?.(stream.id, { name: "Other" }, calm())).toMatchObject({
    name: "Other",
    enabled: true,
  });
  const off = await adapter.streams.update?.(stream.id, { enabled: false }, calm());
  expect(off).toMatchObject({ name: "Other", enabled: false, status: { state: "disabled" } });
  const before = calls().length;
  expect(await adapter.streams.update?.(stream.id, {}, calm())).toMatchObject({ name: "Other" });
  expect(calls().slice(before)).toEqual([`GET /live_streams/${stream.id}`]);
});

test("a change that Castr accepts and does not make is told", async () => {
  const { adapter, simulator } = simulated();
  const { stream } = await adapter.streams.create(newStream(), calm());
  simulator.faults.add({ method: "PATCH", fault: { kind: "answer", status: 200, body: {} } });
  const update = adapter.streams.update?.(stream.id, { name: "Other", enabled: false }, calm());
  expect(await failure(update ?? Promise.resolve())).toMatchObject({
    code: "provider_response_invalid",
    outcome: "unknown",
    message: expect.stringContaining("name and enabled"),
  });
});

test("settings that Castr ignores are told", async () => {
  const { adapter, simulator } = simulated();
  const { stream } = await adapter.streams.create(newStream({ providerOptions: { castr: { abr: false } } }), calm());
  simulator.faults.add({ method: "PATCH", fault: { kind: "answer", status: 200, body: {} } });
  const update = adapter.streams.update?.(stream.id, { providerOptions: { castr: { abr: true } } }, calm());
  expect(await failure(update ?? Promise.resolve())).toMatchObject({
    code: "provider_response_invalid",
    outcome: "unknown",
    message: expect.stringContaining("old settings"),
  });
});

test("a read-back that fails leaves the outcome open", async () => {
  const { adapter, simulator } = simulated();
  const { stream } = await adapter.streams.create(newStream(), calm());
  simulator.faults.add({
    method: "GET",
    skip: 1,
    times: 3,
    fault: { kind: "answer", status: 403, body: { message: "no" } },
  });
  const update = adapter.streams.update?.(stream.id, { name: "Other" }, calm());
  expect(await failure(update ?? Promise.resolve())).toMatchObject({
    code: "forbidden",
    outcome: "unknown",
    hint: expect.stringContaining("Read before repeating it"),
  });
});

test("deleting twice is no fault, and what is gone is not found", async () => {
  const { adapter } = simulated();
  const { stream } = await adapter.streams.create(newStream(), calm());
  await adapter.streams.delete(stream.id, calm());
  await adapter.streams.delete(stream.id, calm());
  for (const call of [
    adapter.streams.get(stream.id, calm()),
    adapter.streams.getIngest(stream.id, calm()),
    adapter.targets.list(stream.id, calm()),
    adapter.targets.create(stream.id, newTarget(), calm()),
  ]) {
    expect(await failure(call)).toMatchObject({
      code: "not_found",
      outcome: "not_applied",
      hint: expect.stringContaining("Check the id"),
    });
  }
});

test("what cannot be an id is not found without a call", async () => {
  const { adapter, calls } = simulated();
  for (const id of ["", "a/b", "../x", "a b", "ä"]) {
    expect(await failure(adapter.streams.get(id, calm()))).toMatchObject({ code: "not_found" });
    expect(await failure(adapter.targets.get({ streamId: id, id: "a" }, calm()))).toMatchObject({ code: "not_found" });
    // What cannot exist is gone already.
    expect(await adapter.targets.delete({ streamId: "a", id }, calm())).toEqual({});
    expect(await adapter.targets.delete({ streamId: id, id: "a" }, calm())).toEqual({});
    await adapter.streams.delete(id, calm());
  }
  expect(calls()).toEqual([]);
});

test("the raw door answers what Castr answers", async () => {
  const { adapter } = simulated();
  const { stream } = await adapter.streams.create(newStream(), calm());
  expect(await adapter.request?.({ path: "/live_streams", searchParams: { limit: 1 } })).toMatchObject({
    total: 1,
    docs: [{ _id: stream.id, ingest: { key: expect.stringContaining("?password=") } }],
  });
});
