import { describe, expect, test } from "vitest";
import { livepeer } from "./livepeer.ts";
import {
  type Environment,
  livepeerSettingsSchema,
  readBaseUrl,
  readCredentials,
  readRateLimits,
  readWebhookSecrets,
} from "./settings.ts";

const none: Environment = () => undefined;
const from =
  (variables: Record<string, string>): Environment =>
  (name) =>
    variables[name];
const empty = livepeerSettingsSchema.parse({});

describe("settings", () => {
  test("come before the environment, and the environment before the defaults", () => {
    const environment = from({
      LIVEPEER_API_KEY: "env-key",
      LIVEPEER_BASE_URL: "https://env.example/api/",
      LIVEPEER_WEBHOOK_SECRET: "env-secret",
    });
    const given = livepeerSettingsSchema.parse({
      apiKey: "own-key",
      baseUrl: "https://own.example/api",
      webhookSecrets: ["a", "b"],
    });
    expect(readCredentials(given, environment)).toEqual({ authorization: "Bearer own-key", secrets: ["own-key"] });
    expect(readCredentials(empty, environment).authorization).toBe("Bearer env-key");
    expect(readBaseUrl(given, environment)).toBe("https://own.example/api");
    expect(readBaseUrl(empty, environment)).toBe("https://env.example/api");
    expect(readBaseUrl(empty, none)).toBe("https://livepeer.studio/api");
    expect(readWebhookSecrets(given, environment)).toEqual(["a", "b"]);
    expect(readWebhookSecrets(empty, environment)).toEqual(["env-secret"]);
    expect(readWebhookSecrets(empty, none)).toEqual([]);
  });

  test("limit the rate modestly where they say nothing", () => {
    const own = { perSecond: 100, burst: 200 };
    expect(readRateLimits(empty)).toEqual({
      create: { perSecond: 10, burst: 30 },
      other: { perSecond: 10, burst: 30 },
    });
    expect(readRateLimits(livepeerSettingsSchema.parse({ rateLimits: { other: own } })).other).toEqual(own);
  });

  test("without a key only a call fails, and says which variable to set", async () => {
    expect(() => readCredentials(empty, none)).toThrow(
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
