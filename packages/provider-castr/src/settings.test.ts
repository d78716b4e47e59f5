import { afterEach, expect, test, vi } from "vitest";
import { castr } from "./castr.ts";
import { resolveCredentials } from "./settings.ts";
import { answering, calm, catchRequests, failure } from "./test-support/simulated.ts";
import { streamSample } from "./test-support/samples.ts";

catchRequests();
afterEach(() => vi.unstubAllEnvs());

test("missing credentials show with the first call, and name the variables", async () => {
  vi.stubEnv("CASTR_TOKEN_ID", "");
  vi.stubEnv("CASTR_TOKEN_SECRET", "  ");
  const adapter = castr();
  expect(await failure(adapter.streams.get(streamSample._id, calm()))).toMatchObject({
    code: "unauthenticated",
    outcome: "not_applied",
    hint: expect.stringMatching(/CASTR_TOKEN_ID.*CASTR_TOKEN_SECRET/u),
  });
});

test("trap §1: Basic authentication, from the environment where settings say nothing", async () => {
  vi.stubEnv("CASTR_TOKEN_ID", "id-from-env");
  vi.stubEnv("CASTR_TOKEN_SECRET", "sëcret");
  expect(resolveCredentials({}).authorization).toBe("Basic aWQtZnJvbS1lbnY6c8OrY3JldA==");
  expect(resolveCredentials({ tokenId: "a", tokenSecret: "b" }).authorization).toBe("Basic YTpi");
});

test("the token goes as the header that Castr's guide shows", async () => {
  const seen: (string | null)[] = [];
  const adapter = answering((request) => {
    seen.push(request.headers.get("authorization"));
    return Response.json(streamSample);
  });
  await adapter.streams.get(streamSample._id, calm());
  expect(seen).toEqual([`Basic ${btoa("castr-token-id:castr-secret-key-canary")}`]);
});

test.each([
  ["an unknown setting", { token: "x" }],
  ["a base URL without a scheme", { baseUrl: "api.castr.com" }],
  ["a guessable webhook token", { webhookTokens: ["short"] }],
  ["an unknown region", { region: "moon" }],
  ["a fetch that is none", { fetch: "x" }],
])("%s is refused", (_name, settings) => {
  expect(() => Reflect.apply(castr, undefined, [settings])).toThrow(
    expect.objectContaining({ code: "invalid_argument" }),
  );
});

test("an injected fetch and base URL are used", async () => {
  const urls: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    urls.push(new Request(input).url);
    return Response.json(streamSample);
  };
  const adapter = castr({ tokenId: "a", tokenSecret: "b", baseUrl: "https://castr.example/v2/", fetch });
  await adapter.streams.get(streamSample._id, calm());
  expect(urls).toEqual([`https://castr.example/v2/live_streams/${streamSample._id}`]);
});
