import { MultistreamError } from "@polycast/core";
import { fakeProvider } from "@polycast/core/testing";
import { describe, expect, it } from "vitest";
import { systemClock } from "../clock.ts";
import { createInstances } from "./instances.ts";

function only() {
  return createInstances({ fake: fakeProvider().provider }, "fake", systemClock).pick();
}

async function fail(): Promise<never> {
  throw new MultistreamError("unauthenticated", "No.", { provider: "fake" });
}

describe("the health of a provider", () => {
  it("is unknown until it was called: its table of capabilities proves nothing", async () => {
    const instance = only();
    await instance.capabilities();
    await instance.callHere(async () => true);
    expect(instance.health()).toEqual({ state: "unknown" });
    await instance.call(async () => true);
    expect(instance.health()).toMatchObject({ state: "ok", lastSuccessAt: expect.any(String) });
  });

  it("is told from every failure that is about the provider", async () => {
    const instance = only();
    await expect(instance.callHere(fail)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(instance.health()).toMatchObject({ state: "failing", lastFailure: { code: "unauthenticated" } });
  });
});
