import Mux from "@mux/mux-node";
import { createStreamSchema, createTargetSchema, type ProviderAdapter } from "@polycast/core/provider";
import { mux } from "@polycast/mux";
import { muxSimulator } from "@polycast/simulators";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { recordCalls } from "../official-sdks/record-calls.ts";
import { findContract, skipNote } from "./contracts.ts";
import { muxDeviations, pathWith } from "./known-deviations.ts";
import { createPrismFetch, type PrismFetch, violationOf } from "./prism-fetch.ts";
import { watchSimulator, type WatchedSimulator } from "./watched-simulator.ts";

const contract = findContract("mux-openapi.live-slice.json");
const context = { signal: new AbortController().signal };
const generous = { perSecond: 10_000, burst: 10_000 };
/** For what happens a moment later. */
const PATIENT = { timeout: 10_000 };
const lostAnswer = {
  kind: "answer_after_commit",
  status: 500,
  body: { error: { type: "server_error", messages: ["Something went wrong"] } },
} as const;

const target = (number: number) =>
  createTargetSchema.parse({
    name: `Target ${number}`,
    reference: `ref-${number}`,
    destination: { url: `rtmps://live-${number}.example.com/app`, streamKey: `key-${number}` },
  });

describe.skipIf(contract.missing)(`Mux's contract, with Prism as the judge${skipNote(contract)}`, () => {
  const simulator = muxSimulator();
  const { tokenId, tokenSecret } = simulator.credentials;
  let watched: WatchedSimulator;
  let watch: PrismFetch;

  const open = (settings: Parameters<typeof mux>[0] = {}): ProviderAdapter => {
    watch = createPrismFetch(watched.prism, watched.upstream, muxDeviations);
    const rateLimits = { create: generous, other: generous };
    return mux({ tokenId, tokenSecret, baseUrl: watched.prism, fetch: watch.fetch, rateLimits, ...settings });
  };

  beforeAll(async () => {
    watched = await watchSimulator(simulator, contract.missing ? "" : contract.path, "");
    watch = createPrismFetch(watched.prism, watched.upstream, []);
  }, 90_000);
  afterAll(() => watched[Symbol.asyncDispose]());
  afterEach(() => {
    simulator.reset();
    watch.assertObeyed();
  });

  test("the adapter's every call, and every answer to it", async () => {
    const adapter = open();
    const streams = recordCalls(adapter.streams);
    const targets = recordCalls(adapter.targets);

    const { stream } = await streams.calls.create(
      createStreamSchema.parse({
        name: "Friday show",
        reference: "room-42",
        targets: [
          target(1),
          target(2),
          {
            name: "SRT",
            destination: { url: "srt://live.example.com:9000", streamId: "pub", passphrase: "0123456789" },
          },
        ],
        providerOptions: {
          mux: {
            playbackPolicies: ["public"],
            test: true,
            latencyMode: "standard",
            reconnectWindowSeconds: 60,
            maxContinuousDurationSeconds: 3_600,
            useSlateForStandardLatency: true,
            reconnectSlateUrl: "https://example.com/slate.png",
            audioOnly: false,
            recording: { playbackPolicies: ["public"], videoQuality: "plus", passthrough: "recording", title: "Show" },
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
    expect(names).toEqual(["Third", "Second", "Friday show"]);

    await streams.calls.update?.(id, { name: "Saturday show", reference: "room-43" }, context);
    await streams.calls.update?.(id, { providerOptions: { mux: { latencyMode: "low" } } }, context);
    await streams.calls.update?.(id, { enabled: false }, context);
    await streams.calls.update?.(id, { enabled: true }, context);
    expect(await streams.calls.get(id, context)).toMatchObject({ name: "Saturday show", enabled: true });
    await streams.calls.getIngest(id, context);
    await streams.calls.rotateIngest?.(id, context);

    const added = await targets.calls.create(id, target(4), context);
    const ref = { streamId: id, id: added.id };
    expect(await targets.calls.get(ref, context)).toMatchObject({ id: added.id, reference: "ref-4" });
    expect(await targets.calls.list(id, context)).toHaveLength(4);
    expect(await targets.calls.hasDestination?.(ref, target(4).destination, context)).toBe(true);
    streams.calls.check?.(createStreamSchema.parse({ name: "Fourth" }));
    targets.calls.check?.(target(4));
    expect((await targets.calls.destinations?.(id, context))?.size).toBe(4);

    await simulator.stage.connect(id);
    await expect.poll(async () => (await streams.calls.get(id, context)).status.state, PATIENT).toBe("live");
    await expect(targets.calls.create(id, target(5), context)).rejects.toMatchObject({ code: "not_idle" });
    await adapter.poll?.({ streamId: id }, context);
    expect((await adapter.poll?.({}, context))?.length).toBeGreaterThanOrEqual(3);
    await streams.calls.end?.(id, context);
    await targets.calls.delete(ref, context);

    const door = await adapter.request?.({ path: "/system/v1/whoami" });
    expect(door).toMatchObject({ data: { environment_id: expect.any(String) } });
    await adapter.webhooks?.register?.("https://hooks.example.com/a", context);

    await expect(streams.calls.get("nothing", context)).rejects.toMatchObject({ code: "not_found" });
    await expect(targets.calls.get({ streamId: id, id: "nothing" }, context)).rejects.toMatchObject({
      code: "not_found",
    });
    await streams.calls.delete(id, context);
    await streams.calls.delete(id, context);

    expect(streams.called()).toEqual(streams.offered());
    expect(targets.called()).toEqual(targets.offered());
  });

  test("what the adapter does about answers that were lost", async () => {
    const adapter = open();
    simulator.faults.add({ method: "POST", path: "/video/v1/live-streams", fault: lostAnswer });
    const { stream } = await adapter.streams.create(createStreamSchema.parse({ name: "Show" }), context);
    simulator.faults.add({
      method: "POST",
      path: "/video/v1/live-streams/*/simulcast-targets",
      fault: lostAnswer,
    });
    await adapter.targets.create(stream.id, target(1), context);
    expect(await adapter.targets.list(stream.id, context)).toHaveLength(1);
    expect((await adapter.streams.list({ limit: 10 }, context)).data).toHaveLength(1);
    simulator.faults.add({
      method: "POST",
      path: "/system/v1/webhooks",
      fault: lostAnswer,
    });
    await adapter.webhooks?.register?.("https://hooks.example.com/b", context);
    expect([...watch.passed]).toEqual(expect.arrayContaining([...muxDeviations]));
    expect(watch.watched()).toBeGreaterThan(3);
  });

  test("wrong credentials", async () => {
    const adapter = open({ tokenSecret: "wrong" });
    await expect(adapter.streams.list({ limit: 1 }, context)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("the calls of Mux's own SDK that the adapter does not make", async () => {
    watch = createPrismFetch(watched.prism, watched.upstream, []);
    const sdk = new Mux({ tokenId, tokenSecret, baseURL: watched.prism, fetch: watch.fetch, maxRetries: 0 });
    const { liveStreams, playbackIds } = sdk.video;
    const { id } = await liveStreams.create({ advanced_playback_policies: [{ policy: "public" }] });
    const playbackId = await liveStreams.createPlaybackId(id, { policy: "signed" });
    await liveStreams.retrievePlaybackId(id, playbackId.id);
    await playbackIds.retrieve(playbackId.id);
    await liveStreams.deletePlaybackId(id, playbackId.id);

    const target = await liveStreams.createSimulcastTarget(id, { url: "rtmp://live.example.com/app" });
    await simulator.stage.connect(id);
    await simulator.stage.breakTarget(id, target.id, "permanent");
    await expect
      .poll(() => liveStreams.retrieveSimulcastTarget(id, target.id), PATIENT)
      .toMatchObject({ status: "errored", error_severity: "fatal" });
    expect((await liveStreams.list({ status: "active" })).getPaginatedItems()).toMatchObject([{ id }]);
    await simulator.stage.drop(id);
    await liveStreams.retrieve(id);
    await liveStreams.disable(id);
    expect(await liveStreams.retrieve(id)).toMatchObject({ status: "disabled" });
    expect(watch.watched()).toBeGreaterThan(10);
  });

  test.each(muxDeviations.map((deviation) => [`${deviation.method} ${deviation.path}`, deviation] as const))(
    "%s still deviates",
    async (_, { method, path, json, violation }) => {
      const authorization = `Basic ${btoa(`${tokenId}:${tokenSecret}`)}`;
      const headers = { authorization, "content-type": "application/json" };
      const response = await fetch(`${watched.prism}${pathWith(path, { webhook: "some-id" })}`, {
        method,
        headers,
        ...(json && { body: JSON.stringify(json) }),
      });
      expect(await violationOf(response)).toMatch(violation);
    },
  );

  test("Prism does object: to a request, and to an answer, that are not as the contract says", async () => {
    const adapter = open();
    const path = "/video/v1/live-streams";
    await adapter.request?.({ method: "POST", path, json: { max_continuous_duration: 1 } }).catch(() => undefined);
    expect(watch.violations.splice(0)).toEqual([expect.stringContaining("max_continuous_duration")]);

    const wrong = { data: { id: "x", created_at: 5 } };
    simulator.faults.add({ method: "GET", fault: { kind: "answer", status: 200, body: wrong } });
    await adapter.streams.get("some-id", context).catch(() => undefined);
    expect(watch.violations.splice(0)[0]).toContain("created_at");
  });
});
