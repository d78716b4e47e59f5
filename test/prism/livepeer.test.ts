import { createStreamSchema, createTargetSchema, type ProviderAdapter } from "@polycast/core/provider";
import { livepeer } from "@polycast/livepeer";
import { livepeerSimulator } from "@polycast/simulators";
import { Livepeer } from "livepeer";
import { HTTPClient } from "livepeer/lib/http.js";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { sdkErrorOf } from "../official-sdks/livepeer/sdk-error.ts";
import { recordCalls } from "../official-sdks/record-calls.ts";
import { findContract, skipNote } from "./contracts.ts";
import { livepeerDeviations, livepeerUndeclaredField, pathWith } from "./known-deviations.ts";
import { createPrismFetch, type PrismFetch, violationOf } from "./prism-fetch.ts";
import { watchSimulator, type WatchedSimulator } from "./watched-simulator.ts";

const contract = findContract("livepeer-openapi.yaml");
const context = { signal: new AbortController().signal };
const generous = { perSecond: 10_000, burst: 10_000 };
const lostAnswer = {
  kind: "answer_after_commit",
  status: 500,
  body: { errors: ["Internal server error: FetchError"] },
} as const;
const nobody = "51a1a70b-0000-4000-8000-0000000000ff";

const target = (number: number, more: object = {}) =>
  createTargetSchema.parse({
    name: `Target ${number}`,
    destination: { url: `rtmp://live-${number}.example.com/app`, streamKey: `key-${number}` },
    ...more,
  });

describe.skipIf(contract.missing)(`Livepeer's contract, with Prism as the judge${skipNote(contract)}`, () => {
  // Fields that the contract does not know are what the last test is about.
  const simulator = livepeerSimulator({
    undeclaredFields: false,
    fetch: async () => new Response(null, { status: 204 }),
  });
  const { apiKey } = simulator.credentials;
  let watched: WatchedSimulator;
  let watch: PrismFetch;

  const open = (settings: Parameters<typeof livepeer>[0] = {}): ProviderAdapter => {
    watch = createPrismFetch(watched.prism, watched.upstream, livepeerDeviations);
    const rateLimits = { create: generous, other: generous };
    return livepeer({ apiKey, baseUrl: watched.prism, fetch: watch.fetch, rateLimits, ...settings });
  };

  beforeAll(async () => {
    watched = await watchSimulator(simulator, contract.missing ? "" : contract.path, "/api");
    watch = createPrismFetch(watched.prism, watched.upstream, []);
  }, 90_000);
  afterAll(() => watched[Symbol.asyncDispose]());
  afterEach(() => {
    simulator.reset();
    watch.assertObeyed();
  });

  test("the adapter's every call, and every answer to it", async () => {
    const adapter = open({ healthEndpoint: true });
    const streams = recordCalls(adapter.streams);
    const targets = recordCalls(adapter.targets);

    const { stream } = await streams.calls.create(
      createStreamSchema.parse({
        name: "Friday show",
        reference: "room-42",
        metadata: { room: "42" },
        targets: [
          target(1),
          target(2, { rendition: "360p", videoOnly: true, enabled: false }),
          {
            name: "SRT",
            destination: { url: "srt://live.example.com:9000", streamId: "pub", passphrase: "0123456789" },
          },
        ],
        providerOptions: {
          livepeer: {
            profiles: [{ name: "360p", width: 640, height: 360, bitrate: 800_000, fps: 30, gop: "2.0" }],
            record: true,
            creatorId: "creator",
            playbackPolicy: { type: "public" },
          },
        },
      }),
      context,
    );
    const { id } = stream;
    expect(stream.targets).toHaveLength(3);
    for (const name of ["Second", "Third"]) await streams.calls.create(createStreamSchema.parse({ name }), context);

    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await streams.calls.list({ limit: 2, ...(cursor && { cursor }) }, context);
      names.push(...page.data.map((each) => each.name));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(names.toSorted()).toEqual(["Friday show", "Second", "Third"]);

    await streams.calls.update?.(id, { name: "Saturday show", metadata: { room: "43" } }, context);
    await streams.calls.update?.(id, { providerOptions: { livepeer: { record: false } } }, context);
    await streams.calls.update?.(id, { enabled: false }, context);
    await streams.calls.update?.(id, { enabled: true }, context);
    expect(await streams.calls.get(id, context)).toMatchObject({ name: "Saturday show", enabled: true });
    await streams.calls.getIngest(id, context);
    await streams.calls.rotateIngest?.(id, context);

    const added = await targets.calls.create(id, target(4), context);
    const ref = { streamId: id, id: added.id };
    await targets.calls.update?.(ref, { enabled: false }, context);
    await targets.calls.update?.(ref, { name: "Renamed", rendition: "360p", videoOnly: true }, context);
    await targets.calls.update?.(ref, { destination: target(5).destination, enabled: true }, context);
    expect(await targets.calls.get(ref, context)).toMatchObject({ name: "Renamed", rendition: "360p", enabled: true });
    expect(await targets.calls.list(id, context)).toHaveLength(4);
    await targets.calls.hasDestination?.(ref, target(5).destination, context);
    streams.calls.check?.(createStreamSchema.parse({ name: "Fourth" }));
    targets.calls.check?.(target(5));
    await targets.calls.destinations?.(id, context);
    await adapter.cleanUp?.([id], context);

    await simulator.stage.connect(id);
    expect(await streams.calls.get(id, context)).toMatchObject({ status: { state: "live" } });
    const live = await targets.calls.create(id, target(6), context);
    await targets.calls.restart?.({ streamId: id, id: live.id }, context);
    await adapter.poll?.({ streamId: id }, context);
    expect((await adapter.poll?.({}, context))?.length).toBeGreaterThanOrEqual(3);
    await streams.calls.end?.(id, context);
    await targets.calls.delete(ref, context);

    const door = await adapter.request?.({ path: `/stream/${id}` });
    expect(door).toMatchObject({ id, lastTerminatedAt: expect.any(Number) });
    await adapter.webhooks?.register?.("https://hooks.example.com/a", context);

    await expect(streams.calls.get(nobody, context)).rejects.toMatchObject({ code: "not_found" });
    await expect(targets.calls.get({ streamId: id, id: nobody }, context)).rejects.toMatchObject({
      code: "not_found",
    });
    await streams.calls.delete(id, context);
    await streams.calls.delete(id, context);

    expect(streams.called()).toEqual(streams.offered());
    expect(targets.called()).toEqual(targets.offered());
    expect([...watch.passed].map(({ path }) => path)).toContain("/data/stream/{stream}/health");
  });

  test("what the adapter does about answers that were lost", async () => {
    const adapter = open();
    simulator.faults.add({ method: "POST", path: "/api/stream", fault: lostAnswer });
    const { stream } = await adapter.streams.create(createStreamSchema.parse({ name: "Show" }), context);
    simulator.faults.add({ method: "POST", path: "/api/multistream/target", fault: lostAnswer });
    simulator.faults.add({ method: "POST", path: "/api/stream/*/create-multistream-target", fault: lostAnswer });
    const { id } = await adapter.targets.create(stream.id, target(1), context);
    expect(await adapter.targets.list(stream.id, context)).toHaveLength(1);
    for (const method of ["PATCH", "DELETE"]) {
      simulator.faults.add({ method, path: "/api/multistream/target/*", fault: lostAnswer });
    }
    await adapter.targets.update?.({ streamId: stream.id, id }, { enabled: false }, context);
    simulator.faults.add({ method: "DELETE", path: "/api/stream/*/multistream/*", fault: lostAnswer });
    await adapter.targets.delete({ streamId: stream.id, id }, context);
    simulator.faults.add({ method: "POST", path: "/api/webhook", fault: lostAnswer });
    await adapter.webhooks?.register?.("https://hooks.example.com/b", context);
    expect([...watch.passed].map(({ path }) => path).toSorted()).toEqual(["/user/me", "/webhook"]);
    expect(watch.watched()).toBeGreaterThan(10);
  });

  test("a wrong key", async () => {
    const adapter = open({ apiKey: "0c0ffee0-dead-4000-8000-000000000000" });
    await expect(adapter.streams.list({ limit: 1 }, context)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  /** A live stream whose start was told to a webhook. */
  const prepare = async (): Promise<Record<"stream" | "session" | "webhook" | "log", string>> => {
    const webhook = simulator.addWebhook({ url: "https://hooks.example.com/probe", sharedSecret: "probe" }).id;
    const sdk = new Livepeer({ apiKey, serverURL: watched.upstream });
    const stream = (await sdk.stream.create({ name: "Show" })).stream?.id ?? "";
    await simulator.stage.connect(stream);
    await simulator.webhooks.settled();
    const session = (await sdk.session.getRecorded(stream)).data?.[0]?.id ?? "";
    const log = (await sdk.webhook.getLogs(webhook)).data?.[0]?.id ?? "";
    return { stream, session, webhook, log };
  };

  test("the calls of Livepeer's own SDK that the adapter does not make", async () => {
    const ids = await prepare();
    watch = createPrismFetch(watched.prism, watched.upstream, livepeerDeviations);
    const { fetch: fetcher } = watch;
    const httpClient = new HTTPClient({ fetcher });
    const sdk = new Livepeer({ apiKey, serverURL: watched.prism, httpClient });
    const withSessions = (await sdk.stream.getAll()).data ?? [];
    expect(withSessions.map(({ id }) => id)).toEqual(expect.arrayContaining([ids.stream, ids.session]));
    await sdk.stream.terminate(ids.stream);
    expect(await sdkErrorOf(sdk.stream.terminate(ids.stream))).toMatchObject({ statusCode: 429 });
    expect(await sdkErrorOf(sdk.stream.startPull(ids.stream))).toMatchObject({ statusCode: 403 });
    expect(await sdkErrorOf(sdk.multistream.getAll())).toMatchObject({ statusCode: 400 });
    await sdk.session.get(ids.session);
    await sdk.session.getRecorded(ids.stream);
    await sdk.webhook.get(ids.webhook);
    await sdk.webhook.getLogs(ids.webhook);
    await sdk.webhook.getLog(ids.webhook, ids.log);
    await sdk.webhook.resendLog(ids.webhook, ids.log);
    expect(await sdkErrorOf(sdk.webhook.delete(ids.webhook))).toMatchObject({ statusCode: 204 });
    const other = new Set(["/user/me", "/data/stream/{stream}/health", "/webhook"]);
    expect(watch.passed).toEqual(new Set(livepeerDeviations.filter(({ path }) => !other.has(path))));
    expect(watch.watched()).toBe(5);
  });

  test.each(livepeerDeviations.map((deviation) => [`${deviation.method} ${deviation.path}`, deviation] as const))(
    "%s still deviates",
    async (_, { method, path, json, violation }) => {
      const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
      const response = await fetch(`${watched.prism}${pathWith(path, await prepare())}`, {
        method,
        headers,
        ...(json && { body: JSON.stringify(json) }),
      });
      expect(await violationOf(response)).toMatch(violation);
    },
  );

  test("Prism does object: to a request, and to an answer, that are not as the contract says", async () => {
    const adapter = open();
    await adapter.request?.({ method: "POST", path: "/stream", json: { record: true } }).catch(() => undefined);
    expect(watch.violations.splice(0)).toEqual([expect.stringContaining("name")]);

    const wrong = { name: "s", isActive: "no" };
    simulator.faults.add({ method: "GET", fault: { kind: "answer", status: 200, body: wrong } });
    await adapter.streams.get(nobody, context).catch(() => undefined);
    expect(watch.violations.splice(0)[0]).toContain("isActive");
  });

  test("a live stream's undeclared field still deviates", async () => {
    const simulator = livepeerSimulator({ apiKey });
    await using watched = await watchSimulator(simulator, contract.missing ? "" : contract.path, "/api");
    const watch = createPrismFetch(watched.prism, watched.upstream, []);
    const adapter = livepeer({ apiKey, baseUrl: watched.prism, fetch: watch.fetch });
    const { stream } = await adapter.streams.create(createStreamSchema.parse({ name: "Show" }), context);
    await adapter.streams.get(stream.id, context);
    expect(watch.violations).toEqual([]);
    await simulator.stage.connect(stream.id);
    await adapter.streams.get(stream.id, context).catch(() => undefined);
    expect(watch.violations[0]).toMatch(livepeerUndeclaredField);
  }, 90_000);
});
