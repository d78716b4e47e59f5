import { afterEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { commonSettings } from "./common-settings.ts";
import { createAdapterHttp } from "./create-adapter-http.ts";
import { basicCredentials, bearerCredentials, webhookSecretsOf } from "./credentials.ts";
import { environmentVariable, variableName } from "./environment-variable.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const schema = z.strictObject(commonSettings);

describe("the environment", () => {
  test("a setting's variable bears the provider's name before it", () => {
    expect(variableName("mux", "tokenId")).toBe("MUX_TOKEN_ID");
    expect(variableName("livepeer", "apiKey")).toBe("LIVEPEER_API_KEY");
  });

  test("is trimmed, and an empty variable is missing", () => {
    vi.stubEnv("ACME_TOKEN_ID", " id ");
    vi.stubEnv("ACME_TOKEN_SECRET", "  ");
    expect(environmentVariable("acme", "tokenId")).toBe("id");
    expect(environmentVariable("acme", "tokenSecret")).toBeUndefined();
  });

  test("is not there on some platforms, and may not be read on others", () => {
    vi.stubGlobal("process", undefined);
    const missing = environmentVariable("acme", "tokenId");
    const forbidden = new Proxy({}, { get: () => expect.fail("NotCapable: env access") });
    vi.stubGlobal("process", { env: forbidden });
    const refused = environmentVariable("acme", "tokenId");
    vi.unstubAllGlobals();
    expect([missing, refused]).toEqual([undefined, undefined]);
  });
});

const revealed = (given?: string[]): string[] => webhookSecretsOf("acme", given).map((secret) => secret.reveal());

describe("credentials", () => {
  test("Basic: in UTF-8, settings before the environment, all of it secret", () => {
    vi.stubEnv("ACME_TOKEN_ID", "env-id");
    vi.stubEnv("ACME_TOKEN_SECRET", "sëcret");
    const { authorization, secrets } = basicCredentials("acme", { tokenId: "own" }, ["tokenId", "tokenSecret"]);
    const bytes = Uint8Array.from(atob(authorization.slice("Basic ".length)), (character) => character.charCodeAt(0));
    expect(new TextDecoder().decode(bytes)).toBe("own:sëcret");
    expect(secrets).toEqual(["own", "sëcret", authorization.slice("Basic ".length)]);
  });

  test("missing ones are named, with all that is needed", () => {
    expect(() => basicCredentials("acme", { tokenId: "id" }, ["tokenId", "tokenSecret"])).toThrow(
      expect.objectContaining({
        code: "unauthenticated",
        provider: "acme",
        message: "acme: there are no credentials without ACME_TOKEN_SECRET.",
        hint: "Set ACME_TOKEN_ID and ACME_TOKEN_SECRET, or give `tokenId` and `tokenSecret` to acme().",
      }),
    );
    expect(() => bearerCredentials("acme", {}, "apiKey")).toThrow(/ACME_API_KEY/u);
  });

  test("of webhooks: several from the settings, one from the environment, or none", () => {
    expect(revealed()).toEqual([]);
    vi.stubEnv("ACME_WEBHOOK_SECRET", "env");
    expect(revealed()).toEqual(["env"]);
    expect(revealed(["a", "b"])).toEqual(["a", "b"]);
  });
});

async function urlOf(settings: object): Promise<string | undefined> {
  const urls: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    urls.push(new Request(input).url);
    return Response.json({});
  };
  const http = createAdapterHttp(
    { ...schema.parse(settings), fetch },
    {
      provider: "acme",
      baseUrl: "https://api.acme.test/v1",
      rateLimits: { create: { perSecond: 1, burst: 1 }, other: { perSecond: 1, burst: 1 } },
      credentials: () => ({ authorization: "Bearer x", secrets: [] }),
      readFault: () => ({}),
    },
  );
  // Read only now: not when the adapter was made.
  vi.stubEnv("ACME_BASE_URL", "https://env.acme.test/");
  await http.send({ method: "GET", path: "/things", context: { signal: new AbortController().signal } });
  return urls[0];
}

describe("common settings", () => {
  test.each([
    { baseUrl: "api.acme.test" },
    { baseUrl: "ftp://api.acme.test" },
    { baseUrl: "https://user:pw@api.acme.test" },
    { baseUrl: "https://api.acme.test/?key=1" },
    { fetch: "x" },
    { rateLimits: { create: { perSecond: 0, burst: 1 } } },
    { attemptTimeoutMs: 0.5 },
  ])("%j is refused", (settings) => {
    expect(schema.safeParse(settings).success).toBe(false);
  });

  test("the base URL: from the settings, else from the environment at the first call", async () => {
    expect(await urlOf({ baseUrl: "https://own.acme.test/v2/" })).toBe("https://own.acme.test/v2/things");
    expect(await urlOf({})).toBe("https://env.acme.test/things");
  });
});
