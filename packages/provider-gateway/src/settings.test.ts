import { afterEach, expect, test, vi } from "vitest";
import { gateway } from "./gateway.ts";
import { resolveCredentials, resolveUrl, resolveWebhookSecrets } from "./settings.ts";
import { context, failure } from "./test-support/stub-gateway.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

test("the factory needs nothing, the first call does, and says what is missing", async () => {
  vi.stubEnv("POLYCAST_URL", "");
  vi.stubEnv("POLYCAST_API_KEY", "");
  const adapter = gateway();
  expect(await failure(adapter.streams.get("str_1", context()))).toMatchObject({
    code: "invalid_argument",
    provider: "gateway",
    hint: expect.stringContaining("POLYCAST_URL"),
  });
  vi.stubEnv("POLYCAST_URL", "http://127.0.0.1:8787");
  expect(await failure(adapter.streams.get("str_1", context()))).toMatchObject({
    code: "unauthenticated",
    hint: expect.stringContaining("POLYCAST_API_KEY"),
  });
});

test("settings come before the environment, which is read when it is needed", () => {
  vi.stubEnv("POLYCAST_URL", "http://env.example.com");
  vi.stubEnv("POLYCAST_API_KEY", "pcsk_env");
  vi.stubEnv("POLYCAST_WEBHOOK_SECRET", "whsec_env");
  expect(resolveUrl({})).toBe("http://env.example.com");
  expect(resolveUrl({ url: "http://a.example.com" })).toBe("http://a.example.com");
  expect(resolveCredentials({})).toEqual({ authorization: "Bearer pcsk_env", secrets: ["pcsk_env", "whsec_env"] });
  expect(resolveCredentials({ apiKey: "pcsk_own" }).authorization).toBe("Bearer pcsk_own");
  expect(resolveWebhookSecrets({ webhookSecrets: ["a"] }).map((secret) => secret.reveal())).toEqual(["a"]);
});

test("without a process there is no environment", () => {
  vi.stubGlobal("process", undefined);
  expect(() => resolveUrl({})).toThrow(/nobody says/u);
});

test("an unknown or wrong setting is refused without repeating it", () => {
  for (const wrong of [{ apiKey: 5 }, { baseUrl: "http://a.example.com" }, { url: "ftp://canary.example.com" }]) {
    expect(() => Reflect.apply(gateway, undefined, [wrong])).toThrow(
      expect.objectContaining({ code: "invalid_argument", message: expect.not.stringContaining("canary") }),
    );
  }
  expect(() => gateway({ tenantId: "a b" })).toThrow(/tenantId/u);
});
