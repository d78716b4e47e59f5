import { afterEach, expect, test, vi } from "vitest";
import { mux } from "./mux.ts";
import { resolveCredentials, resolveWebhookSecrets } from "./settings.ts";
import { context, failure } from "./test-support/simulated.ts";

afterEach(() => vi.unstubAllEnvs());

test("the factory needs no credentials, the first call does, and says which variable is missing", async () => {
  vi.stubEnv("MUX_TOKEN_ID", "");
  vi.stubEnv("MUX_TOKEN_SECRET", "");
  const adapter = mux();
  expect(await failure(adapter.streams.get("abc", context()))).toMatchObject({
    code: "unauthenticated",
    provider: "mux",
    message: expect.stringContaining("MUX_TOKEN_ID"),
  });
  vi.stubEnv("MUX_TOKEN_ID", "id");
  expect(await failure(adapter.streams.get("abc", context()))).toMatchObject({
    message: expect.stringContaining("MUX_TOKEN_SECRET"),
  });
});

test("settings come before the environment, which is read when it is needed", () => {
  vi.stubEnv("MUX_TOKEN_ID", "env-id");
  vi.stubEnv("MUX_TOKEN_SECRET", "env-sécret");
  const { authorization, secrets } = resolveCredentials({ tokenId: "id" });
  const bytes = Uint8Array.from(atob(authorization.slice("Basic ".length)), (character) => character.charCodeAt(0));
  expect(new TextDecoder().decode(bytes)).toBe("id:env-sécret");
  expect(secrets).toContain("env-sécret");
  vi.stubEnv("MUX_WEBHOOK_SECRET", " env-secret ");
  expect(resolveWebhookSecrets({}).map((secret) => secret.reveal())).toEqual(["env-secret"]);
  expect(resolveWebhookSecrets({ webhookSecrets: ["a", "b"] }).map((secret) => secret.reveal())).toEqual(["a", "b"]);
});

test("without a process there is no environment", () => {
  vi.stubGlobal("process", undefined);
  try {
    expect(resolveWebhookSecrets({})).toEqual([]);
  } finally {
    vi.unstubAllGlobals();
  }
});

test("an unknown or wrong setting is refused without repeating it", () => {
  const wrong = { tokenSecret: 5, secret: "canary" };
  expect(() => Reflect.apply(mux, undefined, [wrong])).toThrow(expect.objectContaining({ code: "invalid_argument" }));
  expect(() => mux({ baseUrl: "ftp://example.com" })).toThrow(/baseUrl/u);
});

test("trap §3: what a destination must take, and which ones Mux does not, is among the constraints", async () => {
  const text = (await mux().capabilities()).constraints.join("\n");
  expect(text).toMatch(/HEVC is not transcoded/u);
  expect(text).toMatch(/must include the application/u);
  expect(text).toMatch(/Instagram is not supported/u);
});

test("the limit of targets can be raised with the account's", async () => {
  expect((await mux({ targetsPerStream: 10 }).capabilities()).limits).toEqual({ targetsPerStream: 10 });
  expect((await mux().capabilities()).limits).toEqual({ targetsPerStream: 6 });
});
