import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { calm, failure } from "./fake-api.test.support.ts";
import { createHttpClient } from "./create-http-client.ts";
import type { ErrorAnswer, ProviderFault } from "./http-client.ts";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const texts = z.array(z.string());
const faultSchema = z.union([
  z.object({ error: z.object({ messages: texts }) }).transform(({ error }) => error.messages),
  z.object({ errors: texts }).transform(({ errors }) => errors),
  z.object({ statusCode: z.number(), message: z.string() }).transform(({ message }) => [message]),
]);
const ajvSchema = z.object({ instancePath: z.string(), message: z.string() });

/** Reads what Mux, Livepeer and Castr answer, as their adapters do. */
function readFault({ body }: ErrorAnswer): ProviderFault {
  const messages = faultSchema.safeParse(body).data;
  if (!messages) return {};
  const issues = messages.flatMap((text) => {
    const ajv = text.startsWith("{") ? ajvSchema.safeParse(JSON.parse(text)).data : undefined;
    return ajv ? [{ path: ajv.instancePath.slice(1).replaceAll("/", "."), message: ajv.message }] : [];
  });
  return issues.length > 0 ? { message: "the input is refused", issues } : { message: messages.join("; ") };
}

const apiKey = "0b8c1c1e-1a6c-4a4e-8f6e-key-canary";

const answerTo = async (body: string, status: number): ReturnType<typeof failure> => {
  const type = body.startsWith("{") ? "application/json" : "text/html";
  server.use(
    http.post("https://api.acme.test/v1/streams", () =>
      HttpResponse.text(body, { status, headers: { "content-type": type } }),
    ),
  );
  const client = createHttpClient({
    provider: "acme",
    baseUrl: "https://api.acme.test/v1/",
    credentials: () => ({ authorization: `Bearer ${apiKey}`, secrets: [apiKey] }),
    rateLimits: { create: { perSecond: 1_000, burst: 1_000 }, other: { perSecond: 1_000, burst: 1_000 } },
    readFault,
  });
  return failure(client.send({ method: "POST", path: "/streams", json: {}, context: calm() }));
};

test.each<[string, number, string, string, string]>([
  [
    "Mux, bad credentials",
    401,
    '{"error":{"type":"unauthorized","messages":["Unauthorized request"]}}',
    "unauthenticated",
    "acme: Unauthorized request.",
  ],
  [
    "Mux, bad parameters",
    400,
    '{"error":{"type":"invalid_parameters","messages":["Failed to parse ID","And more"]}}',
    "invalid_argument",
    "acme: Failed to parse ID; And more.",
  ],
  [
    "Livepeer, a key that it does not know, and repeats",
    401,
    JSON.stringify({ errors: [`no token ${apiKey} found`] }),
    "unauthenticated",
    "acme: no token [redacted] found.",
  ],
  [
    "Castr",
    404,
    '{"statusCode":404,"error":"Not Found","message":"Stream not found"}',
    "not_found",
    "acme: Stream not found.",
  ],
  [
    "a proxy before the API",
    502,
    "<html><head><title>502 Bad Gateway</title></head></html>",
    "provider_unavailable",
    "acme: answered 502.",
  ],
  ["nothing at all", 403, "", "forbidden", "acme: answered 403."],
  ["JSON null", 400, "null", "invalid_argument", "acme: answered 400."],
])("%s", async (_name, status, body, code, message) => {
  expect(await answerTo(body, status)).toMatchObject({ code, message, status });
});

test("Livepeer, refused by its schema", async () => {
  const ajv = {
    instancePath: "/multistream/targets/0/spec/url",
    keyword: "pattern",
    message: 'must match pattern "^(srt|rtmps?)://"',
  };
  expect(await answerTo(JSON.stringify({ errors: [JSON.stringify(ajv)] }), 422)).toMatchObject({
    code: "invalid_argument",
    issues: [{ path: "multistream.targets.0.spec.url", message: 'must match pattern "^(srt|rtmps?)://"' }],
  });
});

test("Mux, too many requests: repeated, in the global fetch of the moment", async () => {
  let calls = 0;
  server.use(
    http.post("https://api.acme.test/v1/streams", () => {
      calls += 1;
      return calls === 1
        ? HttpResponse.json({ errors: ["Too many requests, retry later."] }, { status: 429 })
        : HttpResponse.json({ error: { messages: ["no"] } }, { status: 400 });
    }),
  );
  const client = createHttpClient({
    provider: "acme",
    baseUrl: "https://api.acme.test/v1",
    credentials: () => ({ authorization: "Bearer other", secrets: [] }),
    rateLimits: { create: { perSecond: 1_000, burst: 1_000 }, other: { perSecond: 1_000, burst: 1_000 } },
    readFault,
  });
  const error = await failure(client.send({ method: "POST", path: "/streams", json: {}, context: calm() }));
  expect([error.message, calls]).toEqual(["acme: no.", 2]);
});
