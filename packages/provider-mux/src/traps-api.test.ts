/** The traps of Mux's API, each by its name. @module */
import { describe, expect, test } from "vitest";
import { toStream } from "./map-stream.ts";
import { mapTargetStatus } from "./map-status.ts";
import { streamWith, target, wanted } from "./test-support/account.ts";
import { wireStream } from "./test-support/fixtures.ts";
import { asked, context, failure, simulated, useSimulators } from "./test-support/simulated.ts";

useSimulators();

const streams = "/video/v1/live-streams";

describe("what matters most", () => {
  test("trap 1: targets can be made, read and deleted; their list is the stream, and nothing changes them", async () => {
    const account = simulated();
    const { id, targets } = await streamWith(account, 1);
    account.simulator.requests.clear();
    await account.client.targets.list(id);
    expect(asked(account.simulator)).toEqual([`GET ${streams}/${id}`]);
    const ref = targets[0] ?? { streamId: id, id: "" };
    for (const change of [
      account.client.targets.disable(ref),
      account.client.targets.update(ref, { name: "Other" }),
      account.client.targets.restart(ref),
    ]) {
      expect(await failure(change)).toMatchObject({ code: "unsupported" });
    }
    for (const method of ["update", "restart"]) expect(account.adapter.targets).not.toHaveProperty(method);
    expect(asked(account.simulator)).toHaveLength(1);
  });

  test("trap 2: targets are locked until the stream is idle, not only until the encoder is gone", async () => {
    const account = simulated();
    const { id } = await streamWith(account, 1);
    await account.simulator.stage.connect(id);
    await expect.poll(async () => (await account.client.streams.get(id)).status.native).toBe("active");
    await account.simulator.stage.drop(id);
    expect(await account.client.streams.get(id)).toMatchObject({ status: { state: "reconnecting", native: "active" } });
    expect(await failure(account.client.targets.create(id, target(2)))).toMatchObject({ code: "not_idle" });
    await account.simulator.stage.end(id);
    expect(await account.client.targets.create(id, target(2))).toMatchObject({ name: "Target 2" });
  });

  test("trap 3: at most six targets, inline and one by one; Mux is not asked for a seventh", async () => {
    const account = simulated();
    const seven = Array.from({ length: 7 }, (_, index) => target(index));
    expect(await failure(account.client.streams.create({ name: "Show", targets: seven }))).toMatchObject({
      code: "limit_exceeded",
    });
    const { id } = await streamWith(account, 6);
    expect(await failure(account.client.targets.create(id, target(7)))).toMatchObject({ code: "limit_exceeded" });
    expect(asked(account.simulator).filter((call) => call.startsWith("POST"))).toHaveLength(1);
  });

  test("trap 3: where the limit was raised and Mux refuses anyway, the number of targets says why", async () => {
    const account = simulated({ targetsPerStream: 7 });
    const { id } = await streamWith(account, 6);
    expect(await failure(account.client.targets.create(id, target(7)))).toMatchObject({ code: "invalid_argument" });
    const strict = simulated();
    const full = await streamWith(strict, 5);
    const path = `${streams}/*/simulcast-targets`;
    // A sixth comes from elsewhere between the look and the call.
    strict.simulator.faults.add({ method: "POST", path, fault: { kind: "answer_after_commit", status: 409 } });
    expect(await failure(strict.client.targets.create(full.id, target(6)))).toMatchObject({ code: "limit_exceeded" });
  });

  test("trap 4: targets travel with the create and never with a change", async () => {
    const account = simulated();
    await streamWith(account, 2);
    expect(asked(account.simulator)).toEqual([`POST ${streams}`]);
    const error = await failure(
      account.client.streams.update("a", { providerOptions: { mux: { simulcastTargets: [] } } }),
    );
    expect(error).toMatchObject({ code: "invalid_argument" });
  });

  test("trap 5: `normal` is retried, `fatal` is over for this session, and nobody says why", async () => {
    const account = simulated();
    const { id, targets } = await streamWith(account, 2);
    const [one, two] = targets.map((each) => each.id);
    await account.simulator.stage.connect(id);
    await account.simulator.stage.breakTarget(id, one ?? "", "temporary");
    await account.simulator.stage.breakTarget(id, two ?? "", "permanent");
    await expect
      .poll(async () =>
        (await account.client.targets.list(id)).map(({ status }) => [status.state, status.reason?.code]),
      )
      .toEqual([
        ["retrying", "provider_reports_error"],
        ["failed", "incompatible_media"],
      ]);
    await account.simulator.stage.healTarget(id, one ?? "");
    await expect.poll(async () => (await account.client.targets.list(id))[0]?.status.state).toBe("live");
  });

  test("trap 8: both error shapes are read, the one of the rate limit too", async () => {
    const { client, simulator } = simulated();
    const answer = (status: number, body: unknown, headers = {}): void =>
      simulator.faults.add({ fault: { kind: "answer", status, body, headers } });
    answer(400, { error: { type: "invalid_parameters", messages: ["Failed to parse ID"] } });
    expect(await failure(client.streams.get("abc"))).toMatchObject({
      code: "invalid_argument",
      message: "mux: Failed to parse ID.",
    });
    answer(429, { errors: ["Too many requests, retry later."] }, { "retry-after": "60" });
    expect(await failure(client.streams.get("abc"))).toMatchObject({
      code: "rate_limited",
      retryAfterMs: 60_000,
      message: "mux: Too many requests, retry later.",
    });
  });

  test("trap 9: no create is repeated before somebody has looked; see survive.test.ts for the rest", async () => {
    const { client, simulator } = simulated();
    simulator.faults.add({ method: "POST", path: streams, fault: { kind: "answer_after_commit", status: 500 } });
    const { stream } = await client.streams.create({ name: "Show" });
    expect(asked(simulator)).toEqual([`POST ${streams}`, `GET ${streams}`]);
    expect(stream).not.toHaveProperty("reference");
  });

  test("trap 10: a time in seconds, as text or as a number", () => {
    const read = { receivedAt: Date.UTC(2026, 2, 1) };
    const [text, number] = ["1609937654", 1_609_937_654].map((created_at) =>
      toStream({ data: { ...wireStream, created_at }, ...read }),
    );
    expect(text?.createdAt).toBe("2021-01-06T12:54:14.000Z");
    expect(number?.createdAt).toBe(text?.createdAt);
  });
});

describe("lists", () => {
  test("trap: the default limit is documented twice, so it is always sent; an empty page ends the list", async () => {
    const { client, simulator } = simulated();
    for (let n = 0; n < 4; n++) await client.streams.create({ name: `Show ${n}` });
    const names: string[] = [];
    for await (const { name } of client.streams.list({ limit: 2 })) names.push(name);
    expect(names.toSorted()).toEqual(["Show 0", "Show 1", "Show 2", "Show 3"]);
    const reads = simulator.requests.all().filter(({ method }) => method === "GET");
    const pages = reads.map(({ search }) => new URLSearchParams(search));
    expect(pages.map((query) => query.get("page"))).toEqual(["1", "2", "3"]);
    expect(pages.map((query) => query.get("limit"))).toEqual(["2", "2", "2"]);
  });

  test("trap: a server that ignores `page` cannot keep the poll busy for ever", async () => {
    let calls = 0;
    const data = Array.from({ length: 100 }, (_, index) => ({
      ...wireStream,
      id: `id-${index}`,
      simulcast_targets: [],
    }));
    const always = async (): Promise<Response> => {
      calls++;
      return Response.json({ data });
    };
    const { adapter } = simulated({ fetch: always });
    expect(await adapter.poll?.({}, context())).toHaveLength(100);
    expect(calls).toBe(2);
  });
});

describe("the rest of the API", () => {
  test("trap: the new stream may be answered without its targets, or with them in another order", async () => {
    const { simulator, adapter } = simulated();
    const odd =
      (change: (targets: unknown[]) => unknown[] | undefined): typeof fetch =>
      async (input, init) => {
        const request = new Request(input, init);
        const answer = await simulator.fetch(request.clone());
        if (request.method !== "POST") return answer;
        const { data } = await answer.json();
        return Response.json({ data: { ...data, simulcast_targets: change(data.simulcast_targets) } }, { status: 201 });
      };
    expect(adapter.name).toBe("mux");
    const { tokenId, tokenSecret } = simulator.credentials;
    for (const change of [() => undefined, (targets: unknown[]) => targets.toReversed()]) {
      const { client } = simulated({ tokenId, tokenSecret, fetch: odd(change) });
      const { stream } = await client.streams.create({ name: "Show", targets: [target(1), target(2)] });
      expect(stream.targets?.map(({ name, destination }) => [name, destination.host])).toEqual([
        ["Target 1", "live1.example.com"],
        ["Target 2", "live2.example.com"],
      ]);
    }
  });

  test("trap: complete, enable and disable have no documented body, so none is read", async () => {
    for (const quirks of [{ dataInActionAnswers: true }, { dataInActionAnswers: false }]) {
      const { client } = simulated({}, { quirks });
      const { stream } = await client.streams.create({ name: "Show" });
      expect(await client.streams.disable(stream.id)).toMatchObject({ enabled: false });
      expect(await client.streams.enable(stream.id)).toMatchObject({ enabled: true });
      expect(await client.streams.end(stream.id)).toMatchObject({ status: { state: "idle" } });
    }
  });

  test("trap: an SRT target of an RTMP source is fatal, and says so", async () => {
    const account = simulated();
    const destination = { url: "srt://srt.example.com:9000", passphrase: "pass phrase canary" } as const;
    const { stream } = await account.client.streams.create({ name: "Show", targets: [{ name: "SRT", destination }] });
    await account.simulator.stage.connect(stream.id, { protocol: "rtmp" });
    await expect.poll(async () => (await account.client.targets.list(stream.id))[0]?.status.state).toBe("failed");
    await account.simulator.stage.end(stream.id);
    await account.simulator.stage.connect(stream.id, { protocol: "srt" });
    await expect.poll(async () => (await account.client.targets.list(stream.id))[0]?.status.state).toBe("live");
  });

  test("trap: the encoder is connected before the stream is `active`, and targets are locked already", async () => {
    const account = simulated({}, { timings: { activeMs: 3_600_000 } });
    const { id, targets } = await streamWith(account, 1);
    await account.simulator.stage.connect(id);
    expect(await account.client.streams.get(id)).toMatchObject({
      status: { state: "live", native: "idle", source: "assumed" },
    });
    const ref = targets[0] ?? { streamId: id, id: "" };
    expect(await failure(account.adapter.targets.create(id, wanted(2), context()))).toMatchObject({ code: "not_idle" });
    expect(await failure(account.adapter.targets.delete(ref, context()))).toMatchObject({
      code: "not_idle",
      operation: "target.delete",
    });
  });

  test("trap: the reference lets targets be added only while the stream is idle, so none are while it is disabled", async () => {
    const { client } = simulated();
    const { stream } = await client.streams.create({ name: "Show", enabled: false });
    expect(await client.can("target.create", stream)).toMatchObject({ allowed: false, code: "not_idle" });
    const refusal = { code: "not_idle", hint: "Enable the stream first, and repeat it then." };
    expect(await failure(client.targets.create(stream.id, target(1)))).toMatchObject(refusal);
    await client.streams.enable(stream.id);
    expect(await client.targets.create(stream.id, target(1))).toMatchObject({ name: "Target 1" });
  });

  test("trap: whether Mux would take one all the same, as its guide says, is for Mux to say", async () => {
    for (const targetsWhileDisabled of [true, false]) {
      const { adapter, client } = simulated({}, { quirks: { targetsWhileDisabled } });
      const { stream } = await client.streams.create({ name: "Show", enabled: false });
      const result = await adapter.targets.create(stream.id, wanted(1), context()).catch((error: unknown) => error);
      expect(result).toMatchObject(targetsWhileDisabled ? { name: "Target 1" } : { code: "not_idle" });
    }
  });

  test("trap: a status that is new is unknown, not an error", () => {
    const seen = { source: "api", observedAt: "2026-03-01T12:00:00.000Z" } as const;
    expect(mapTargetStatus("paused", undefined, seen)).toMatchObject({ state: "unknown", native: "paused" });
    expect(toStream({ data: { ...wireStream, status: "connected" }, receivedAt: 0 })).toMatchObject({
      status: { state: "unknown", native: "connected" },
    });
  });

  test("trap: a free plan without live streams is a refusal with Mux's words", async () => {
    const { client, simulator } = simulated();
    const body = { error: { type: "invalid_parameters", messages: ["Live streams are unavailable on the free plan"] } };
    simulator.faults.add({ fault: { kind: "answer", status: 400, body } });
    expect(await failure(client.streams.create({ name: "Show" }))).toMatchObject({
      code: "invalid_argument",
      message: expect.stringContaining("free plan"),
    });
  });

  test("trap: the token of another environment is refused, and the hint says what to check", async () => {
    const { client } = simulated({ tokenSecret: "token-of-another-environment" });
    const error = await failure(client.streams.get("abc"));
    expect(error).toMatchObject({ code: "unauthenticated", hint: expect.stringContaining("environment") });
    expect(JSON.stringify(error)).not.toContain("token-of-another");
  });
});
