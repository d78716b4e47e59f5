import { describe, expect, test, vi } from "vitest";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { aRule, aStream, someCapabilities } from "../fixtures.test.support.ts";
import { createMultistream } from "./create-multistream.ts";
import { createFake } from "./fake-adapter.test.support.ts";

test("an adapter of another contract is refused, with both packages named", () => {
  const { adapter } = createFake();
  const newer: ProviderAdapter = Object.assign({ ...adapter }, { specVersion: 2 });
  expect(() => createMultistream({ provider: newer })).toThrow(
    expect.objectContaining({
      code: "adapter_incompatible",
      provider: "fake",
      message: expect.stringMatching(/@example\/fake.*2.*@polycast\/core.*1/),
      hint: expect.any(String),
    }),
  );
});

test("close ends what the provider has opened, also by `await using`", async () => {
  const fake = createFake();
  {
    await using live = createMultistream({ provider: fake.adapter });
    expect(live.provider).toBe("fake");
  }
  expect(fake.calls).toEqual(["close"]);
  Reflect.deleteProperty(fake.adapter, "close");
  await expect(createMultistream({ provider: fake.adapter }).close()).resolves.toBeUndefined();
});

describe("capabilities", () => {
  test("are asked for once", async () => {
    const { adapter } = createFake();
    const capabilities = vi.spyOn(adapter, "capabilities");
    const live = createMultistream({ provider: adapter });
    await live.capabilities();
    await live.can("target.create");
    await live.streams.create({ name: "x" });
    expect(capabilities).toHaveBeenCalledTimes(1);
  });

  test("that could not be had are asked for again", async () => {
    const { adapter } = createFake();
    vi.spyOn(adapter, "capabilities").mockImplementationOnce(() => {
      throw new TypeError("not yet");
    });
    const live = createMultistream({ provider: adapter });
    await expect(live.capabilities()).rejects.toMatchObject({ code: "internal", provider: "fake" });
    await expect(live.capabilities()).resolves.toEqual(someCapabilities());
  });
});

describe("can", () => {
  const base = someCapabilities();
  const capabilities = {
    ...base,
    target: { ...base.target, create: aRule({ live: "refused", reason: "it is live" }) },
  };

  test("answers for the state of the stream, and for an idle one without", async () => {
    const live = createMultistream({ provider: createFake({ capabilities }).adapter });
    expect(await live.can("target.create")).toEqual({ allowed: true, applies: "now", via: "native" });
    expect(await live.can("target.create", aStream({ status: { state: "live", source: "api" } }))).toEqual({
      allowed: false,
      code: "not_idle",
      reason: "it is live",
    });
  });
});
