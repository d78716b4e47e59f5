import type { Target } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { aContext, aDestination, aStream, aTarget, interceptLivepeer, open } from "./test-support/simulated.ts";

interceptLivepeer();
const context = aContext();

/** When a state was seen differs from read to read. */
function timeless(targets: Target[] = []): object[] {
  return targets.map((target) => ({ ...target, status: target.status.state }));
}

describe.concurrent("create", () => {
  test("with three targets: in the order of the input, one object each, nothing of their keys", async () => {
    const { provider, storedTargets } = open();
    const targets = [
      aTarget(1),
      aTarget(2, { enabled: false }),
      aTarget(3, {
        rendition: "720p0",
        videoOnly: true,
        destination: { url: "srt://live.example:9000", streamId: "canary-id" },
      }),
    ];
    const { stream, ingest } = await provider.streams.create(aStream({ targets }), context);
    expect(stream).toMatchObject({
      provider: "livepeer",
      name: "Friday show",
      enabled: true,
      status: { state: "idle", source: "api" },
      targets: [
        { name: "Target 1", streamId: stream.id, enabled: true, rendition: "source", status: { state: "idle" } },
        { name: "Target 2", enabled: false, status: { state: "disabled" } },
        {
          name: "Target 3",
          rendition: "720p0",
          videoOnly: true,
          destination: { protocol: "srt", host: "live.example:9000" },
        },
      ],
    });
    const key = expect.stringMatching(/^\w{4}-\w{4}-\w{4}-\w{4}$/);
    expect(ingest).toEqual([
      { protocol: "rtmp", url: "rtmp://rtmp.livepeer.com/live", streamKey: key },
      { protocol: "srt", url: "srt://rtmp.livepeer.com:2935", streamId: key },
    ]);
    expect(JSON.stringify(stream)).not.toContain("canary");
    const stored = await storedTargets();
    expect(stored.map(({ name, disabled }) => `${name} ${disabled === true}`).toSorted()).toEqual([
      "Target 1 false",
      "Target 2 true",
      "Target 3 false",
    ]);
    const again = await provider.streams.get(stream.id, context);
    expect(timeless(again.targets)).toEqual(timeless(stream.targets));
    expect(await provider.streams.getIngest(stream.id, context)).toEqual(ingest);
  });

  test("keeps reference and metadata, and switches off what is asked for switched off", async () => {
    const { provider } = open();
    const input = aStream({ enabled: false, reference: "show-1", metadata: { team: "a" } });
    const { stream } = await provider.streams.create(input, context);
    expect(stream).toMatchObject({ enabled: false, status: { state: "disabled" }, reference: "show-1" });
    expect(await provider.streams.get(stream.id, context)).toMatchObject({
      enabled: false,
      status: { state: "disabled", native: "suspended: true" },
      reference: "show-1",
      metadata: { team: "a" },
      createdAt: "2026-01-01T00:00:00.000Z",
    });
  });

  test("hands the options of Livepeer on", async () => {
    const { provider } = open();
    const profile = { name: "480p", width: 854, height: 480, bitrate: 1_000_000, fps: 30 };
    const livepeer = { profiles: [profile], record: true, playbackPolicy: { type: "jwt" } };
    const targets = [aTarget(1, { rendition: "480p" })];
    const { stream } = await provider.streams.create(aStream({ targets, providerOptions: { livepeer } }), context);
    expect(stream).toMatchObject({
      providerMetadata: { livepeer: { record: true, profiles: ["480p"] } },
      playback: [{ policy: "jwt" }],
      targets: [{ rendition: "480p" }],
    });
  });

  test.each([
    [
      "a rendition that the stream has not",
      { targets: [aTarget(1), aTarget(2, { rendition: "1080p" })] },
      "invalid_argument",
    ],
    ["one that the default has not", { targets: [aTarget(1, { rendition: "1080p0" })] }, "invalid_argument"],
    [
      "one that the default has and these profiles have not",
      { targets: [aTarget(1, { rendition: "720p0" })], providerOptions: { livepeer: { profiles: [] } } },
      "invalid_argument",
    ],
    ["the same destination twice", { targets: [aTarget(1), aTarget(2, { destination: aDestination(1) })] }, "conflict"],
    ["an option that nobody knows", { providerOptions: { livepeer: { recrod: true } } }, "invalid_argument"],
    [
      "an option on a target",
      { targets: [aTarget(1, { providerOptions: { livepeer: { x: 1 } } })] },
      "invalid_argument",
    ],
    [
      "more metadata than fits",
      { metadata: Object.fromEntries([1, 2, 3, 4, 5].map((n) => [n, "x".repeat(500)])) },
      "invalid_argument",
    ],
  ])("%s is refused before any call", async (_name, differences, code) => {
    const { provider, calls } = open();
    await expect(provider.streams.create(aStream(differences), context)).rejects.toMatchObject({ code });
    expect(calls()).toEqual([]);
  });

  test("the same destination in another rendition is another push", async () => {
    const { provider } = open();
    const targets = [aTarget(1), aTarget(2, { destination: aDestination(1), rendition: "720p0" })];
    const { stream } = await provider.streams.create(aStream({ targets }), context);
    expect(stream.targets).toHaveLength(2);
  });

  test("has the renditions that Livepeer encodes by default, which are the ones that are offered", async () => {
    const { provider } = open();
    const renditions = ["240p0", "360p0", "480p0", "720p0"];
    const targets = renditions.map((rendition, index) => aTarget(index + 1, { rendition }));
    const { stream } = await provider.streams.create(aStream({ targets }), context);
    expect(stream.providerMetadata).toMatchObject({ livepeer: { profiles: renditions } });
    expect(stream.targets?.map(({ rendition }) => rendition)).toEqual(renditions);
  });

  test("with the same idempotency key makes one", async () => {
    const { provider, storedStreams, storedTargets } = open();
    const input = aStream({ targets: [aTarget(1)] });
    const [first, second] = await Promise.all([
      provider.streams.create(input, aContext({ idempotencyKey: "k" })),
      provider.streams.create(input, aContext({ idempotencyKey: "k" })),
    ]);
    expect(second.stream.id).toBe(first.stream.id);
    expect(second.ingest).toEqual(first.ingest);
    expect(await storedStreams()).toHaveLength(1);
    expect(await storedTargets()).toHaveLength(1);
  });
});

describe.concurrent("read", () => {
  test("pages hold everything once, newest first, and the last has no cursor", async () => {
    const { provider, clock } = open();
    const made: string[] = [];
    for (let n = 1; n <= 5; n++) {
      made.unshift(
        (await provider.streams.create(aStream({ name: `${n}`, targets: [aTarget(n)] }), context)).stream.id,
      );
      await clock.advance(1_000);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await provider.streams.list(cursor === undefined ? { limit: 2 } : { limit: 2, cursor }, context);
      expect(page.data.length).toBeLessThanOrEqual(2);
      expect(page.data.every(({ targets }) => targets?.length === 1)).toBe(true);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(made);
  });

  test("a stream that is live keeps its place: the order is that of their making", async () => {
    const { provider, simulator, clock } = open();
    const made: string[] = [];
    for (const name of ["old", "middle", "new"]) {
      made.unshift((await provider.streams.create(aStream({ name }), context)).stream.id);
      await clock.advance(1_000);
    }
    await simulator.stage.connect(made.at(-1) ?? "");
    await clock.advance(10_000);
    const { data } = await provider.streams.list({ limit: 10 }, context);
    expect(data.map(({ id }) => id)).toEqual(made);
  });

  test("many targets are read from the list, with what it does not show asked for", async () => {
    const { provider, calls, simulator } = open();
    const targets = Array.from({ length: 12 }, (_, index) => aTarget(index + 1));
    const { stream } = await provider.streams.create(aStream({ targets }), context);
    simulator.requests.clear();
    expect((await provider.streams.get(stream.id, context)).targets?.map(({ name }) => name)).toEqual(
      targets.map(({ name }) => name),
    );
    expect(calls()).toEqual([`GET /stream/${stream.id}`, "GET /user/me", "GET /multistream/target"]);
  });

  test.each(["no-such-stream", "../user/me", "a/b", "%2e%2e", ""])("%j is not found", async (id) => {
    const { provider } = open();
    const notFound = { code: "not_found", provider: "livepeer" };
    await expect(provider.streams.get(id, context)).rejects.toMatchObject(notFound);
    await expect(provider.streams.getIngest(id, context)).rejects.toMatchObject(notFound);
    await expect(provider.streams.update?.(id, { name: "x" }, context)).rejects.toMatchObject(notFound);
    await expect(provider.targets.list(id, context)).rejects.toMatchObject(notFound);
    await expect(provider.targets.create(id, aTarget(), context)).rejects.toMatchObject(notFound);
  });

  test("an id that cannot be one is not found without a call", async () => {
    const { provider, calls } = open();
    await expect(provider.streams.get("../user/me", context)).rejects.toMatchObject({ code: "not_found" });
    expect(calls()).toEqual([]);
  });
});

describe.concurrent("update", () => {
  test("changes what is named; tags of others and the rest of ours stay", async () => {
    const { provider } = open();
    const { stream } = await provider.streams.create(aStream({ reference: "r1", metadata: { a: "1" } }), context);
    const path = `/stream/${stream.id}`;
    const before: unknown = await provider.request?.({ path });
    const userTags: unknown = { ...Object(Reflect.get(Object(before), "userTags")), region: "eu" };
    await provider.request?.({ method: "PATCH", path, json: { userTags } });
    const updated = await provider.streams.update?.(stream.id, { name: "Later", metadata: { b: "2" } }, context);
    expect(updated).toMatchObject({ name: "Later", reference: "r1", metadata: { b: "2" } });
    expect(await provider.streams.get(stream.id, context)).toMatchObject({
      name: "Later",
      reference: "r1",
      metadata: { b: "2" },
    });
    expect(await provider.request?.({ path })).toMatchObject({ userTags: { region: "eu" } });
  });

  test("switches it off, which ends the session, and on", async () => {
    const { provider, simulator } = open();
    const { stream } = await provider.streams.create(aStream(), context);
    await simulator.stage.connect(stream.id);
    const off = await provider.streams.update?.(stream.id, { enabled: false }, context);
    expect(off).toMatchObject({ enabled: false, status: { state: "disabled" } });
    expect((await provider.streams.get(stream.id, context)).status.state).toBe("disabled");
    const on = await provider.streams.update?.(stream.id, { enabled: true }, context);
    expect(on?.enabled).toBe(true);
  });

  test("of profiles and recording only while idle", async () => {
    const { provider, simulator } = open();
    const { stream } = await provider.streams.create(aStream(), context);
    await simulator.stage.connect(stream.id);
    const patch = { providerOptions: { livepeer: { record: true } } };
    await expect(provider.streams.update?.(stream.id, patch, context)).rejects.toMatchObject({
      name: "CapabilityError",
      code: "not_idle",
    });
    await simulator.stage.end(stream.id);
    expect(await provider.streams.update?.(stream.id, patch, context)).toMatchObject({
      providerMetadata: { livepeer: { record: true } },
    });
  });

  test("does not take a profile away from under a target", async () => {
    const { provider } = open();
    const input = aStream({ targets: [aTarget(1, { rendition: "720p0" })] });
    const { stream } = await provider.streams.create(input, context);
    const patch = { providerOptions: { livepeer: { profiles: [] } } };
    await expect(provider.streams.update?.(stream.id, patch, context)).rejects.toMatchObject({
      code: "invalid_argument",
      issues: [{ path: "providerOptions.livepeer.profiles", message: "must keep: 720p0" }],
    });
  });
});

describe.concurrent("end and delete", () => {
  test("end drops the session; again within five seconds is too soon, and says for how long", async () => {
    const { provider, simulator, clock } = open();
    const { stream } = await provider.streams.create(aStream(), context);
    await simulator.stage.connect(stream.id);
    expect((await provider.streams.get(stream.id, context)).status.state).toBe("live");
    expect((await provider.streams.end?.(stream.id, context))?.status.state).toBe("idle");
    await expect(provider.streams.end?.(stream.id, context)).rejects.toMatchObject({
      code: "rate_limited",
      retryAfterMs: 5_000,
      outcome: "not_applied",
    });
    await clock.advance(5_001);
    await simulator.stage.connect(stream.id);
    expect((await provider.streams.end?.(stream.id, context))?.status.state).toBe("idle");
  });

  test("delete takes the target objects along, and a second one is a success", async () => {
    const { provider, restarted, storedTargets, storedStreams } = open();
    const { stream } = await provider.streams.create(aStream({ targets: [aTarget(1), aTarget(2)] }), context);
    await restarted().streams.delete(stream.id, context);
    expect(await storedTargets()).toEqual([]);
    expect(await storedStreams()).toEqual([]);
    await provider.streams.delete(stream.id, context);
    await provider.streams.delete("no-such-stream", context);
  });
});
