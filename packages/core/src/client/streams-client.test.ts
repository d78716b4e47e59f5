import { describe, expect, test } from "vitest";
import { aRule, aStream, someCapabilities } from "../fixtures.test.support.ts";
import type { Capabilities } from "../model/capabilities.ts";
import { createMultistream } from "./create-multistream.ts";
import { createFake, type Fake } from "./fake-adapter.test.support.ts";
import type { StreamsClient } from "./multistream.ts";

function client(options?: Parameters<typeof createFake>[0]): { fake: Fake; streams: StreamsClient } {
  const fake = createFake(options);
  return { fake, streams: createMultistream({ provider: fake.adapter }).streams };
}

const target = { name: "Twitch", destination: { preset: "twitch", streamKey: "live_topsecret_1" } } as const;
const refused = aRule({ idle: "refused", live: "refused" });
const base = someCapabilities();

function only(stream: Partial<Capabilities["stream"]>): Capabilities {
  return someCapabilities({ stream: { ...base.stream, ...stream } });
}

describe("create", () => {
  test("gives the stream, its targets and the ingest", async () => {
    const { fake, streams } = client();
    const { stream, ingest } = await streams.create({ name: "Friday show", targets: [target] });
    expect(stream).toMatchObject({ name: "Friday show", targets: [{ name: "Twitch" }], notices: [] });
    expect(ingest).toEqual([{ protocol: "rtmp", url: "rtmp://127.0.0.1/live", streamKey: "ingest-key" }]);
    expect(fake.given).toMatchObject({ enabled: true, targets: [{ ...target, enabled: true, rendition: "source" }] });
  });

  test.each<[string, object, Partial<Capabilities>, object]>([
    [
      "a faulty target",
      { targets: [{ ...target, destination: { url: "http://x" } }] },
      {},
      { code: "invalid_argument", issues: [{ path: "targets.0.destination.url" }] },
    ],
    ["a field that is not known", { nmae: "x" }, {}, { code: "invalid_argument" }],
    [
      "a protocol that the provider lacks",
      { targets: [target] },
      { protocols: ["srt"] },
      { code: "unsupported", operation: "target.create" },
    ],
    [
      "a rendition that the provider lacks",
      { targets: [{ ...target, rendition: "720p" }] },
      { renditions: false },
      { code: "unsupported", operation: "target.update.rendition" },
    ],
    [
      "a reference that has no slot",
      { reference: "r" },
      { stores: { stream: ["name"], target: ["name"] } },
      { code: "unsupported", operation: "reference" },
    ],
    [
      "metadata of a target that has no slot",
      { targets: [{ ...target, metadata: { a: "b" } }] },
      { stores: { stream: ["name", "reference"], target: ["name"] } },
      { code: "unsupported", operation: "metadata" },
    ],
    [
      "more targets than the provider takes",
      { targets: [target, target] },
      { limits: { targetsPerStream: 1 } },
      { code: "limit_exceeded" },
    ],
  ])("refuses %s before any call", async (_name, input, capabilities, expected) => {
    const { fake, streams } = client({ capabilities: someCapabilities(capabilities) });
    const error: unknown = await streams.create({ name: "x", ...input }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ ...expected, hint: expect.any(String) });
    expect(JSON.stringify(error)).not.toContain("topsecret");
    expect(fake.calls).toEqual([]);
  });

  test("passes the provider's own options on and says once which were ignored, those of targets too", async () => {
    const { fake, streams } = client();
    const foreign = { mux: { latency: "low" }, fake: { region: "eu" } };
    const { stream } = await streams.create({
      name: "x",
      providerOptions: foreign,
      targets: [{ ...target, providerOptions: foreign }, { ...target, providerOptions: { mux: {} } }, target],
    });
    expect(stream.notices).toEqual([{ code: "ignored_provider_options", message: expect.stringContaining("mux") }]);
    expect(JSON.stringify(fake.given)).not.toContain("mux");
    expect(fake.given).toMatchObject({
      providerOptions: { fake: { region: "eu" } },
      targets: [{ providerOptions: { fake: { region: "eu" } } }, { name: "Twitch" }, { name: "Twitch" }],
    });
  });

  test("says which options of a target alone were ignored", async () => {
    const { streams } = client();
    const { stream } = await streams.create({ name: "x", targets: [{ ...target, providerOptions: { castr: {} } }] });
    expect(stream.notices).toEqual([{ code: "ignored_provider_options", message: expect.stringContaining("castr") }]);
  });
});

describe("changes", () => {
  test("go to the adapter as one patch", async () => {
    const { fake, streams } = client();
    await streams.update("s1", { name: "y", enabled: false });
    expect(fake.given).toEqual({ name: "y", enabled: false });
    await streams.enable("s1");
    expect(fake.given).toEqual({ enabled: true });
    await streams.disable("s1");
    expect(fake.given).toEqual({ enabled: false });
    await streams.end("s1");
    await streams.rotateIngest("s1");
    await streams.delete("s1");
    expect(fake.calls).toEqual([
      "streams.update",
      "streams.update",
      "streams.update",
      "streams.end",
      "streams.rotateIngest",
      "streams.delete",
    ]);
  });

  test.each<[string, Partial<Capabilities["stream"]>, (streams: StreamsClient) => Promise<unknown>]>([
    ["stream.update", { update: refused }, (streams) => streams.update("s1", { name: "y" })],
    ["stream.enable", { enable: refused }, (streams) => streams.enable("s1")],
    ["stream.disable", { disable: refused }, (streams) => streams.update("s1", { enabled: false })],
    ["stream.end", { end: refused }, (streams) => streams.end("s1")],
    ["stream.rotateIngest", { rotateIngest: refused }, (streams) => streams.rotateIngest("s1")],
    ["stream.delete", { delete: refused }, (streams) => streams.delete("s1")],
  ])("%s is refused by its own rule, before any call", async (operation, rules, run) => {
    const { fake, streams } = client({ capabilities: only(rules) });
    await expect(run(streams)).rejects.toMatchObject({ code: "unsupported", operation, rule: refused });
    expect(fake.calls).toEqual([]);
  });

  test("that wait for an idle stream read its state first", async () => {
    const capabilities = only({ delete: aRule({ live: "refused" }) });
    const live = client({ capabilities, streams: [aStream({ status: { state: "live", source: "api" } })] });
    await expect(live.streams.delete("s1")).rejects.toMatchObject({ code: "not_idle", outcome: "not_applied" });
    expect(live.fake.calls).toEqual(["streams.get"]);
    const idle = client({ capabilities });
    await idle.streams.delete("s1");
    expect(idle.fake.calls).toEqual(["streams.get", "streams.delete"]);
  });

  test("that the table allows and the adapter lacks are the adapter's fault", async () => {
    const { fake, streams } = client();
    Reflect.deleteProperty(fake.adapter.streams, "end");
    await expect(streams.end("s1")).rejects.toMatchObject({ code: "adapter_incompatible", provider: "fake" });
  });
});

test("reads go straight through, and what is not there is said", async () => {
  const { streams } = client();
  expect(await streams.get("s1")).toEqual(aStream());
  expect(await streams.getIngest("s1")).toHaveLength(1);
  await expect(streams.get("s9")).rejects.toMatchObject({ code: "not_found" });
});
