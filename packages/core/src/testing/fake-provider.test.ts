import { describe, expect, test } from "vitest";
import { createMultistream } from "../client/create-multistream.ts";
import type { Observation } from "../contract/observation.ts";
import { ProviderError } from "../errors/provider-error.ts";
import type { Capabilities, Rule } from "../model/capabilities.ts";
import type { CreateTargetInput } from "../model/inputs.ts";
import { Secret } from "../redaction/secret.ts";
import { everythingAllowed } from "./everything-allowed.ts";
import { fakeProvider } from "./fake-provider.ts";

const twitch: CreateTargetInput = { name: "Twitch", destination: { preset: "twitch", streamKey: "live_canary_0001" } };
const seeded = { id: "s1", name: "Friday show", targets: [{ ...twitch, id: "t1" }] };
const ref = { streamId: "s1", id: "t1" };

function stage(options: Parameters<typeof fakeProvider>[0] = {}) {
  const fake = fakeProvider({ streams: [seeded], now: () => Date.parse("2026-03-01T12:00:00.000Z"), ...options });
  return { fake, client: createMultistream({ provider: fake.provider }) };
}

function withTargetRules(differences: Partial<Rule>): Capabilities {
  const { target } = everythingAllowed();
  const rule = { ...target.create, ...differences };
  return everythingAllowed({ target: { ...target, create: rule, enable: rule, disable: rule, delete: rule } });
}

describe("what is observed", () => {
  test("follows the hands of the test, step by step, by the injected clock", () => {
    const { fake } = stage();
    const told: string[] = [];
    fake.provider.subscribe?.((observation: Observation) => {
      if (observation.kind !== "warning") told.push(`${observation.kind} ${observation.status.state}`);
      expect(observation.occurredAt).toBe("2026-03-01T12:00:00.000Z");
    });
    fake.goLive("s1");
    fake.fail(ref, "unauthorized");
    fake.fail(ref, "unauthorized", { final: true });
    fake.heal(ref);
    fake.dropEncoder("s1");
    fake.goLive("s1");
    fake.endSession("s1");
    expect(told.join(", ")).toBe(
      [
        "stream live, target connecting, target live",
        "target connecting, target retrying",
        "target connecting, target failed",
        "target connecting, target live",
        "stream reconnecting, target idle",
        "stream live, target connecting, target live",
        "stream idle, target idle",
      ].join(", "),
    );
  });

  test("keeps one session over a drop, and begins another after the end", async () => {
    const { fake, client } = stage();
    const sessions: (string | undefined)[] = [];
    const look = async () => sessions.push((await client.streams.get("s1")).session?.id);
    fake.goLive("s1");
    await look();
    fake.dropEncoder("s1");
    await look();
    fake.endSession("s1");
    await look();
    fake.goLive("s1");
    await look();
    expect(sessions).toEqual(["session-1", "session-1", undefined, "session-2"]);
  });

  test("says why a target fails, where the table has reasons", async () => {
    const { fake, client } = stage();
    fake.goLive("s1");
    fake.fail(ref, "key_in_use");
    expect(await client.targets.get(ref)).toMatchObject({
      enabled: true,
      status: { state: "retrying", reason: { code: "key_in_use" } },
    });
  });

  test("of a disabled stream is that no encoder may publish", async () => {
    const { fake, client } = stage();
    fake.goLive("s1");
    await client.streams.disable("s1");
    expect(await client.streams.get("s1")).toMatchObject({ status: { state: "disabled" } });
    expect(() => fake.goLive("s1")).toThrow(expect.objectContaining({ code: "conflict" }));
  });
});

describe("a change that is late", () => {
  test("is pending until the stream is idle", async () => {
    const { fake, client } = stage({ capabilities: withTargetRules({ live: "stream_idle" }) });
    fake.goLive("s1");
    const off = await client.targets.disable(ref);
    expect(off).toMatchObject({ enabled: false, status: { state: "live" } });
    expect(off.pending).toEqual({ changes: ["disable"], applies: "stream_idle", since: "2026-03-01T12:00:00.000Z" });
    fake.endSession("s1");
    const now = await client.targets.get(ref);
    expect(now).toMatchObject({ enabled: false, status: { state: "disabled" } });
    expect(now).not.toHaveProperty("pending");
  });

  test("for the next session waits for it to begin", async () => {
    const { fake, client } = stage({ capabilities: withTargetRules({ live: "next_session" }) });
    fake.goLive("s1");
    const made = await client.targets.create("s1", { ...twitch, name: "Second" });
    expect(made).toMatchObject({
      pending: { changes: ["create"], applies: "next_session" },
      status: { state: "idle" },
    });
    expect(await client.targets.delete(ref)).toMatchObject({ pending: { changes: ["delete"] } });
    fake.endSession("s1");
    expect((await client.targets.list("s1")).map(({ pending }) => pending?.changes)).toEqual([["delete"], ["create"]]);
    fake.goLive("s1");
    expect(await client.targets.list("s1")).toEqual([expect.objectContaining({ id: made.id })]);
  });

  test("that is undone is pending no longer", async () => {
    const { fake, client } = stage({ capabilities: withTargetRules({ live: "stream_idle" }) });
    fake.goLive("s1");
    await client.targets.disable(ref);
    expect(await client.targets.enable(ref)).not.toHaveProperty("pending");
  });
});

describe("the adapter alone, without a client before it", () => {
  const context = { signal: new AbortController().signal };
  const input = {
    ...twitch,
    destination: { preset: "twitch", streamKey: "k" } as const,
    enabled: true,
    rendition: "source",
  };

  test("refuses what the table refuses", async () => {
    const { fake } = stage({ capabilities: withTargetRules({ live: "refused" }) });
    fake.goLive("s1");
    const { targets } = fake.provider;
    await expect(targets.create("s1", input, context)).rejects.toMatchObject({ code: "not_idle", provider: "fake" });
    await expect(targets.delete(ref, context)).rejects.toMatchObject({ code: "not_idle" });
    await expect(targets.update?.(ref, { enabled: false }, context)).rejects.toMatchObject({ code: "not_idle" });
  });

  test("leaves nothing of a stream whose last target is one too many", async () => {
    const { fake } = stage({ capabilities: everythingAllowed({ limits: { targetsPerStream: 1 } }), streams: [] });
    const wanted = { name: "x", enabled: true, targets: [input, input] };
    await expect(fake.provider.streams.create(wanted, context)).rejects.toMatchObject({ code: "limit_exceeded" });
    expect(await fake.provider.streams.list({ limit: 10 }, context)).toEqual({ data: [] });
  });
});

test("faults meet the next calls, and are gone when they are cleared", async () => {
  const { fake, client } = stage();
  fake.faults.next({ operation: "read", kind: "error", skip: 1, times: 3 });
  await client.streams.get("s1");
  await expect(client.streams.get("s1")).rejects.toMatchObject({ code: "provider_unavailable", retryable: true });
  await client.streams.get("s1");
  fake.faults.next({ operation: "read", kind: "garbage" });
  fake.faults.clear();
  await client.streams.get("s1");
});

describe("an idempotency key", () => {
  const keyed = { idempotencyKey: "k" };

  test("whose thing has been deleted is a conflict", async () => {
    const { client } = stage();
    const first = await client.targets.create("s1", twitch, keyed);
    await client.targets.delete(first);
    await expect(client.targets.create("s1", twitch, keyed)).rejects.toMatchObject({ code: "conflict" });
    expect(await client.targets.list("s1")).toHaveLength(1);
  });

  test("of another input is a conflict; in another stream it is another key", async () => {
    const { client } = stage({ streams: [seeded, { id: "s2", name: "Saturday show" }] });
    await client.targets.create("s1", twitch, keyed);
    const other = { ...twitch, name: "Other" };
    await expect(client.targets.create("s1", other, keyed)).rejects.toMatchObject({ code: "conflict" });
    expect(await client.targets.create("s2", other, keyed)).toMatchObject({ name: "Other" });
  });

  test("that two callers share serves the second when the first goes away half way", async () => {
    const { fake, client } = stage({ streams: [] });
    const input = { name: "x", targets: [twitch] };
    fake.faults.next({ operation: "target.create", kind: "timeout" });
    const [first, second] = [new AbortController(), new AbortController()];
    const left = client.streams.create(input, { ...keyed, signal: first.signal });
    const waiting = client.streams.create(input, { ...keyed, signal: second.signal });
    const stayed = client.streams.create(input, keyed);
    await expect.poll(() => fake.calls()).toContain("streams.create target 0");
    second.abort(new Error("second"));
    await expect(waiting).rejects.toThrow("second");
    first.abort(new Error("first"));
    await expect(left).rejects.toThrow("first");
    expect((await stayed).stream.targets).toHaveLength(1);
    expect((await client.streams.list()).data).toHaveLength(1);
  });
});

test("a planted error meets the next call of its method alone, which then does nothing", async () => {
  const { fake, client } = stage();
  fake.failNext("targets.delete", new ProviderError("unauthenticated", "The token is wrong.", { provider: "fake" }));
  await client.targets.get(ref);
  await expect(client.targets.delete(ref)).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await client.targets.list("s1")).toHaveLength(1);
  await client.targets.delete(ref);
  expect(await client.targets.list("s1")).toEqual([]);
  fake.failNext("targets.list", new Error("never seen"));
  fake.faults.clear();
  await client.targets.list("s1");
});

test("what runs before an answer sees the work done, and may hold the answer back until the call is given up", async () => {
  const { fake, client } = stage();
  const seen: string[] = [];
  fake.beforeAnswer("streams.update", async () => {
    seen.push((await client.streams.get("s1")).name);
  });
  await client.streams.update("s1", { name: "Saturday show" });
  await client.streams.update("s1", { name: "Sunday show" });
  expect(seen).toEqual(["Saturday show"]);

  const asked = Promise.withResolvers<void>();
  const hold = new AbortController();
  fake.beforeAnswer("streams.get", () => {
    asked.resolve();
    return new Promise(() => undefined);
  });
  const held = fake.provider.streams.get("s1", { signal: hold.signal });
  await asked.promise;
  hold.abort(new Error("given up"));
  await expect(held).rejects.toThrow("given up");
});

test("takes back what its host has stored under the same ids, and gives none of them again", async () => {
  const { fake, client } = stage({ streams: [] });
  const [earlier, later] = ["2026-02-01T00:00:00.000Z", "2026-02-02T00:00:00.000Z"] as const;
  const kept = { ...twitch, destination: { preset: "twitch", streamKey: "k" } as const, rendition: "source" };
  const ingest = [{ protocol: "rtmp" as const, url: "rtmp://ingest.example.com/live", streamKey: "kept-ingest" }];
  const newer = { id: "stream-7", name: "Newer", enabled: true, createdAt: later, ingest, targets: [] };
  const targets = [
    { ...kept, id: "target-9", enabled: true, createdAt: earlier },
    { ...kept, id: "off", enabled: false, createdAt: earlier },
  ];
  const older = { ...newer, id: "stream-3", name: "Older", createdAt: earlier, targets };
  const { signal } = new AbortController();
  await fake.provider.restore?.([newer, older], { signal });

  expect((await client.streams.list()).data).toMatchObject([
    { id: "stream-7", createdAt: later },
    {
      id: "stream-3",
      status: { state: "idle" },
      targets: [
        { id: "target-9", createdAt: earlier, status: { state: "idle" } },
        { id: "off", enabled: false, status: { state: "disabled" } },
      ],
    },
  ]);
  expect(await client.streams.getIngest("stream-3")).toEqual(ingest);
  const first = { streamId: "stream-3", id: "target-9" };
  expect(await fake.provider.targets.hasDestination?.(first, kept.destination, { signal })).toBe(true);
  expect((await client.targets.create("stream-7", twitch)).id).toBe("target-11");
  fake.goLive("stream-3");
  await fake.provider.restore?.([older], { signal });
  expect(await client.targets.get(first)).toMatchObject({ status: { state: "live" } });
});

test("calls are named in order, and a refused one is none", async () => {
  const { fake, client } = stage({ capabilities: withTargetRules({ idle: "refused", live: "refused" }) });
  await client.streams.get("s1");
  await expect(client.targets.disable(ref)).rejects.toMatchObject({ code: "unsupported" });
  expect([fake.calls(), fake.callCount()]).toEqual([["streams.get"], 1]);
  await client.close();
  expect(fake.calls().at(-1)).toBe("close");
});

test("webhooks are signed with the given secret, and each is given once", async () => {
  const secret = new Secret("canary-of-webhooks");
  const { fake } = stage({ webhookSecret: secret });
  fake.goLive("s1");
  const deliveries = await fake.takeWebhooks();
  const { webhooks } = fake.provider;
  const types: (string | undefined)[] = [];
  for (const delivery of deliveries) {
    const now = new Date("2026-03-01T12:04:00.000Z");
    types.push((await webhooks?.verify(delivery, { secrets: [secret], now }))?.type);
    await expect(webhooks?.verify(delivery, { secrets: [new Secret("x")] })).rejects.toMatchObject({
      code: "unauthenticated",
    });
  }
  expect(types).toEqual(["stream.changed", "target.changed", "target.changed"]);
  expect(await fake.takeWebhooks()).toEqual([]);
});

test("webhooks that nobody takes do not pile up", async () => {
  const { fake } = stage();
  for (let count = 0; count < 600; count += 1) {
    fake.goLive("s1");
    fake.endSession("s1");
  }
  expect(await fake.takeWebhooks()).toHaveLength(1_000);
});

test("no key of a destination comes out", async () => {
  const { fake, client } = stage();
  fake.goLive("s1");
  const polled = await fake.provider.poll?.({}, { signal: new AbortController().signal });
  const said = JSON.stringify([await client.streams.list(), polled]);
  expect(said).toContain("…0001");
  expect(said).not.toContain("live_canary");
});
