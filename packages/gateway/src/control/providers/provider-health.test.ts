import { MultistreamError } from "@polycast/core";
import { fakeProvider } from "@polycast/core/testing";
import { describe, expect, it } from "vitest";
import { systemClock } from "../clock.ts";
import { createInstances } from "./instances.ts";

function only() {
  return createInstances({ fake: fakeProvider().provider }, "fake", systemClock).pick();
}

const refusal = (code: "unauthenticated" | "forbidden") => new MultistreamError(code, "No.", { provider: "fake" });

const fail = (): Promise<never> => Promise.reject(refusal("unauthenticated"));

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

  it("is not told from what one call may not do, where others are taken", async () => {
    const instance = only();
    const forbid = (): Promise<never> => Promise.reject(refusal("forbidden"));
    await expect(instance.call(forbid)).rejects.toMatchObject({ code: "forbidden" });
    expect(instance.health()).toMatchObject({ state: "failing" });
    await instance.call(async () => true);
    await expect(instance.call(forbid)).rejects.toMatchObject({ code: "forbidden" });
    expect(instance.health()).toMatchObject({ state: "ok" });
    // A poll reads everything.
    instance.note(refusal("forbidden"));
    expect(instance.health()).toMatchObject({ state: "failing" });
  });
});

describe("credentials that were refused before this process began", () => {
  it("count as refused until a call succeeds, and that is told", async () => {
    const instance = only();
    let told = 0;
    instance.onTrusted(() => (told += 1));
    expect(instance.refusedBefore()).toBe("still");
    expect(instance.health()).toEqual({ state: "unknown" });
    await instance.call(async () => true);
    expect(told).toBe(1);
    expect(instance.refusedBefore()).toBe("taken-since");
    await expect(instance.call(fail)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(instance.refusedBefore()).toBe("still");
  });
});
