import { afterEach, describe, expect, test, vi } from "vitest";
import { livepeer } from "./livepeer.ts";
import { livepeerSettingsSchema, resolveCredentials, resolveWebhookSecrets } from "./settings.ts";

const empty = livepeerSettingsSchema.parse({});
const revealed = (settings: Parameters<typeof resolveWebhookSecrets>[0]): string[] =>
  resolveWebhookSecrets(settings).map((secret) => secret.reveal());

afterEach(() => vi.unstubAllEnvs());

describe("settings", () => {
  test("come before the environment", () => {
    vi.stubEnv("LIVEPEER_API_KEY", "env-key");
    vi.stubEnv("LIVEPEER_WEBHOOK_SECRET", "env-secret");
    const given = livepeerSettingsSchema.parse({ apiKey: "own-key", webhookSecrets: ["a", "b"] });
    expect(resolveCredentials(given)).toEqual({ authorization: "Bearer own-key", secrets: ["own-key"] });
    expect(resolveCredentials(empty).authorization).toBe("Bearer env-key");
    expect(revealed(given)).toEqual(["a", "b"]);
    expect(revealed(empty)).toEqual(["env-secret"]);
    vi.stubEnv("LIVEPEER_WEBHOOK_SECRET", "");
    expect(revealed(empty)).toEqual([]);
  });

  test("without a key only a call fails, and says which variable to set", () => {
    vi.stubEnv("LIVEPEER_API_KEY", " ");
    expect(() => resolveCredentials(empty)).toThrow(
      expect.objectContaining({ code: "unauthenticated", hint: expect.stringContaining("LIVEPEER_API_KEY") }),
    );
    expect(() => livepeer()).not.toThrow();
  });

  test.each([{ apikey: "x" }, { apiKey: "" }, { baseUrl: "livepeer.studio" }, { webhookSecrets: [] }])(
    "that do not fit are refused: %j",
    (settings) => {
      // A caller in JavaScript has no types.
      const given: object = settings;
      expect(() => livepeer(given)).toThrow(expect.objectContaining({ code: "invalid_argument" }));
    },
  );
});
