import { describe, expect, test } from "vitest";
import { aRule, aStream, someCapabilities } from "../fixtures.test.support.ts";
import type { Capabilities } from "../model/capabilities.ts";
import { createMultistream } from "./create-multistream.ts";
import { createFake, type Fake } from "./fake-adapter.test.support.ts";
import type { TargetsClient } from "./multistream.ts";

function client(options?: Parameters<typeof createFake>[0]): { fake: Fake; targets: TargetsClient } {
  const fake = createFake(options);
  return { fake, targets: createMultistream({ provider: fake.adapter }).targets };
}

const input = { name: "Twitch", destination: { preset: "twitch", streamKey: "live_topsecret_1" } } as const;
const ref = { streamId: "s1", id: "t1" };
const refused = aRule({ idle: "refused", live: "refused" });
const base = someCapabilities();

test("create gives the target, without its key", async () => {
  const { fake, targets } = client();
  const target = await targets.create("s1", { ...input, providerOptions: { mux: {} } });
  expect(target).toMatchObject({
    id: "t2",
    streamId: "s1",
    destination: { redacted: true, preset: "twitch", keyHint: "…et_1" },
  });
  expect(target.notices).toEqual([{ code: "ignored_provider_options", message: expect.stringContaining("mux") }]);
  expect(JSON.stringify(target)).not.toContain("topsecret");
  expect(fake.calls).toEqual(["targets.create"]);
});

test("reads and changes reach the adapter, and a target is a reference to itself", async () => {
  const { fake, targets } = client();
  const target = await targets.get(ref);
  expect(await targets.list("s1")).toEqual([target]);
  expect(await targets.disable(target)).toMatchObject({ enabled: false });
  expect(fake.given).toEqual({ enabled: false });
  expect(await targets.enable(target)).toMatchObject({ enabled: true });
  await targets.update(target, { name: "y", destination: { url: "rtmp://example.com/live", streamKey: "k" } });
  expect(fake.given).toEqual({ name: "y", destination: { url: "rtmp://example.com/live", streamKey: "k" } });
  await targets.restart(target);
  expect(await targets.delete(target)).toEqual({});
  expect(fake.calls).toEqual([
    "targets.get",
    "targets.list",
    "targets.update",
    "targets.update",
    "targets.update",
    "targets.restart",
    "targets.delete",
  ]);
  await expect(targets.get({ streamId: "s1", id: "t9" })).rejects.toMatchObject({ code: "not_found" });
});

describe("each change has its own rule, and is refused before any call", () => {
  const { update } = base.target;
  test.each<[string, Partial<Capabilities["target"]>, (targets: TargetsClient) => Promise<unknown>]>([
    ["target.create", { create: refused }, (targets) => targets.create("s1", input)],
    ["target.delete", { delete: refused }, (targets) => targets.delete(ref)],
    ["target.enable", { enable: refused }, (targets) => targets.enable(ref)],
    ["target.disable", { disable: refused }, (targets) => targets.disable(ref)],
    ["target.disable", { disable: refused }, (targets) => targets.update(ref, { name: "y", enabled: false })],
    ["target.restart", { restart: refused }, (targets) => targets.restart(ref)],
    ["target.update.name", { update: { ...update, name: refused } }, (targets) => targets.update(ref, { name: "y" })],
    [
      "target.update.name",
      { update: { ...update, name: refused } },
      (targets) => targets.update(ref, { reference: "r" }),
    ],
    [
      "target.update.destination",
      { update: { ...update, destination: refused } },
      (targets) => targets.update(ref, { destination: input.destination }),
    ],
    [
      "target.update.rendition",
      { update: { ...update, rendition: refused } },
      (targets) => targets.update(ref, { rendition: "720p" }),
    ],
    [
      "target.update.rendition",
      { update: { ...update, rendition: refused } },
      (targets) => targets.update(ref, { videoOnly: true }),
    ],
  ])("%s, case %#", async (operation, rules, run) => {
    const { fake, targets } = client({ capabilities: someCapabilities({ target: { ...base.target, ...rules } }) });
    await expect(run(targets)).rejects.toMatchObject({
      name: "CapabilityError",
      code: "unsupported",
      operation,
      rule: refused,
    });
    expect(fake.calls).toEqual([]);
  });
});

test("what waits for an idle stream is refused while it is live or may come back", async () => {
  const capabilities = someCapabilities({ target: { ...base.target, create: aRule({ live: "refused" }) } });
  for (const state of ["live", "reconnecting"] as const) {
    const { fake, targets } = client({ capabilities, streams: [aStream({ status: { state, source: "api" } })] });
    await expect(targets.create("s1", input)).rejects.toMatchObject({ code: "not_idle", hint: expect.any(String) });
    expect(fake.calls).toEqual(["streams.get"]);
  }
});

test.each<[string, (targets: TargetsClient) => Promise<unknown>, object]>([
  [
    "an empty name",
    (targets) => targets.update(ref, { name: "" }),
    { code: "invalid_argument", issues: [{ path: "name" }] },
  ],
  [
    "a protocol that the provider lacks",
    (targets) => targets.update(ref, { destination: { url: "srt://example.com:9000" } }),
    { code: "unsupported" },
  ],
  [
    "metadata that has no slot",
    (targets) => targets.create("s1", { ...input, metadata: { a: "b" } }),
    { code: "unsupported" },
  ],
])("%s is refused before any call", async (_name, run, expected) => {
  const { fake, targets } = client({
    capabilities: someCapabilities({
      protocols: ["rtmp", "rtmps"],
      stores: { stream: ["name", "reference"], target: ["name"] },
    }),
  });
  await expect(run(targets)).rejects.toMatchObject(expected);
  expect(fake.calls).toEqual([]);
});

test("an abort goes out as it came, and a late adapter is a timeout of unknown outcome", async () => {
  const { fake } = client();
  const stuck = { ...fake.adapter, targets: { ...fake.adapter.targets, create: () => new Promise<never>(() => {}) } };
  const { targets } = createMultistream({ provider: stuck });
  await expect(targets.create("s1", input, { timeoutMs: 1 })).rejects.toMatchObject({
    code: "timeout",
    outcome: "unknown",
  });
  const reason = new Error("no longer wanted");
  await expect(targets.create("s1", input, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
