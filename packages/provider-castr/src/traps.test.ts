import { describe, expect, test } from "vitest";
import { calm, catchRequests, failure, newStream, newTarget, simulated, youTube } from "./test-support/simulated.ts";

catchRequests();

describe("trap §3: adding a target answers the target, or the whole stream", () => {
  test.each(["platform", "stream"] as const)("%s", async (platformAnswer) => {
    const { adapter } = simulated({ quirks: { platformAnswer, createdStatus: 201 } });
    const targets = [newTarget({ name: "a" }), newTarget({ name: "b", enabled: false })];
    const { stream } = await adapter.streams.create(newStream({ targets }), calm());
    const same = await adapter.targets.create(stream.id, newTarget({ name: "a" }), calm());
    const ids = [...(stream.targets ?? []).map(({ id }) => id), same.id];
    expect(new Set(ids).size).toBe(3);
    expect((await adapter.targets.list(stream.id, calm())).map(({ id, name, enabled }) => [id, name, enabled])).toEqual(
      [
        [ids[0], "a", true],
        [ids[1], "b", false],
        [ids[2], "a", true],
      ],
    );
  });
});

describe("trap §2: a deletion answers 200 with a body, or 204 without", () => {
  test.each(["success", "no_content"] as const)("%s", async (deleteAnswer) => {
    const { adapter } = simulated({ quirks: { deleteAnswer } });
    const { stream } = await adapter.streams.create(newStream({ targets: [newTarget()] }), calm());
    const [target] = stream.targets ?? [];
    if (target) await adapter.targets.delete(target, calm());
    expect(await adapter.targets.list(stream.id, calm())).toEqual([]);
    await adapter.streams.delete(stream.id, calm());
    expect((await adapter.streams.list({ limit: 5 }, calm())).data).toEqual([]);
  });
});

describe("trap §2: settings are merged, or replaced", () => {
  test.each(["merge", "replace"] as const)("%s", async (patchSettings) => {
    const { adapter } = simulated({ quirks: { patchSettings } });
    const { stream } = await adapter.streams.create(newStream({ providerOptions: { castr: { abr: true } } }), calm());
    const read = () => adapter.request?.({ path: `/live_streams/${stream.id}` });
    await adapter.streams.update?.(stream.id, { name: "Other" }, calm());
    expect(await read()).toMatchObject({ settings: { abr: true } });
    await adapter.streams.update?.(stream.id, { providerOptions: { castr: { cloudRecording: true } } }, calm());
    expect(await read()).toMatchObject({ name: "Other", settings: { abr: true, cloud_recording: true } });
  });
});

describe("trap §3: a change of a target may be accepted and not made", () => {
  test.each([
    ["target.update.destination", { destination: youTube("another-key") }],
    ["target.update.name", { name: "Other" }],
  ] as const)("%s", async (operation, patch) => {
    const { adapter } = simulated({ quirks: { patchPlatform: "enabled_only" } });
    const { stream } = await adapter.streams.create(newStream({ targets: [newTarget()] }), calm());
    const ref = { streamId: stream.id, id: stream.targets?.[0]?.id ?? "" };
    const update = async (fields: object) => adapter.targets.update?.(ref, fields, calm());
    expect(await failure(update(patch))).toMatchObject({ code: "unsupported", operation, outcome: "not_applied" });
    // One of two took effect: read first.
    expect(await failure(update({ ...patch, enabled: false }))).toMatchObject({
      code: "unsupported",
      outcome: "unknown",
    });
    expect(await update({ enabled: true })).toMatchObject({ enabled: true, name: "YouTube" });
  });
});

test("trap §3: targets are read with their stream, and statistics not at all", async () => {
  const { adapter, calls } = simulated();
  const { stream } = await adapter.streams.create(newStream({ targets: [newTarget()] }), calm());
  const [target] = await adapter.targets.list(stream.id, calm());
  if (target) await adapter.targets.get(target, calm());
  await adapter.poll?.({ streamId: stream.id }, calm());
  const reads = calls().filter((call) => call.startsWith("GET"));
  expect(new Set(reads)).toEqual(new Set([`GET /live_streams/${stream.id}`]));
});

test.each(["youtube", "facebook", "twitch", "of_tomorrow"])(
  "trap §3: a target linked as %s is switched on and off, and nothing else",
  async (template) => {
    const { adapter, simulator, calls } = simulated();
    const { stream } = await adapter.streams.create(newStream(), calm());
    const id = simulator.linkPlatform(stream.id, { template, name: "Channel" });
    const ref = { streamId: stream.id, id };
    expect(await adapter.targets.get(ref, calm())).toMatchObject({
      name: "Channel",
      notices: [{ code: "linked_read_only" }],
      providerMetadata: { castr: { template } },
    });
    expect(await adapter.targets.hasDestination?.(ref, youTube(), calm())).toBeUndefined();
    const update = async (fields: object) => adapter.targets.update?.(ref, fields, calm());
    const refused: [string, Promise<unknown>][] = [
      ["target.update.name", update({ name: "Other" })],
      ["target.update.destination", update({ destination: youTube(), enabled: false })],
      ["target.delete", adapter.targets.delete(ref, calm())],
    ];
    for (const [operation, call] of refused) {
      expect(await failure(call)).toMatchObject({ name: "CapabilityError", code: "unsupported", operation });
    }
    expect(calls().filter((call) => /^(?:PATCH|DELETE)/u.test(call))).toEqual([]);
    expect(await update({ enabled: false })).toMatchObject({ enabled: false });
  },
);

describe("trap §3: the plan's limit of targets", () => {
  test.each([403, 400] as const)("%i: nothing is wrong with the token", async (overLimitStatus) => {
    const { adapter, calls } = simulated({ plan: { platformsPerStream: 1 }, quirks: { overLimitStatus } });
    const { stream } = await adapter.streams.create(newStream({ targets: [newTarget()] }), calm());
    const before = calls().length;
    const error = await failure(adapter.targets.create(stream.id, newTarget({ name: "b" }), calm()));
    expect(error).toMatchObject({
      code: "limit_exceeded",
      status: overLimitStatus,
      outcome: "not_applied",
      retryable: false,
      hint: expect.stringContaining("plan of the Castr account"),
    });
    expect(calls().slice(before)).toEqual([
      `GET /live_streams/${stream.id}`,
      `POST /live_streams/${stream.id}/platforms`,
    ]);
  });
});

test("trap §1: an account without the API", async () => {
  const { adapter } = simulated({ plan: { api: false } });
  expect(await failure(adapter.streams.list({ limit: 1 }, calm()))).toMatchObject({
    code: "forbidden",
    hint: expect.stringContaining("plan"),
  });
});

test("trap §4: a wrong token", async () => {
  const { adapter } = simulated({}, { tokenSecret: "not-the-one" });
  expect(await failure(adapter.streams.list({ limit: 1 }, calm()))).toMatchObject({
    code: "unauthenticated",
    status: 401,
    hint: expect.stringContaining("CASTR_TOKEN_SECRET"),
  });
});

test("trap §4: 429 without a time to wait", async () => {
  const { adapter, simulator } = simulated();
  simulator.faults.add({
    fault: { kind: "answer", status: 429, body: { statusCode: 429, error: "Too Many Requests" } },
  });
  expect((await adapter.streams.list({ limit: 1 }, calm())).data).toEqual([]);
});
