import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { ProviderError } from "../errors/provider-error.ts";
import { calm, failure, type Reply, stage } from "./fake-api.test.support.ts";
import type { HttpClientSettings, HttpRequest } from "./http-client.ts";

const canaries = ["token-canary", "key-canary/with?query", "path-canary", "field-canary", "dXNlcjpwYXNz-canary"];

const request: HttpRequest = {
  method: "POST",
  path: "/keys/path-canary",
  searchParams: { key: "path-canary" },
  json: { url: "rtmp://live.example/app/key-canary/with?query", nested: [{ stream_key: "field-canary" }] },
  secrets: ["key-canary/with?query", "path-canary"],
  schema: z.object({ id: z.string() }),
  context: calm(),
};

/** All that a log, a debugger or a crash report could show of an error. */
function shown(error: ProviderError): string {
  const texts: unknown[] = [];
  for (let part: unknown = error; part instanceof Error; part = part.cause) {
    const own = Object.getOwnPropertyNames(part).map((name): unknown => Reflect.get(Object(part), name));
    texts.push(String(part), part.stack, JSON.stringify(part), JSON.stringify(own), ...own.map(String));
  }
  return texts.join("\n");
}

function expectNoCanary(error: ProviderError): void {
  const text = shown(error);
  expect(text).not.toMatch(/canary/);
  for (const canary of canaries) expect(text).not.toContain(encodeURIComponent(canary));
}

const echo = async (sent: Request, status: number): Promise<Response> => {
  const headers = [...sent.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  return new Response(`${sent.method} ${sent.url}\n${headers}\n${await sent.text()}`, {
    status,
    headers: { "x-request-id": `for ${sent.headers.get("authorization") ?? ""}` },
  });
};

const echoing: Partial<HttpClientSettings> = {
  readFault: ({ body }) => ({
    message: String(body),
    hint: `see ${String(body)}`,
    issues: [{ path: String(body), message: String(body) }],
  }),
  credentials: () => ({ authorization: "Basic dXNlcjpwYXNz-canary", secrets: ["token-canary"] }),
};

describe("no credential is in the error of", () => {
  const cases: [string, Reply][] = [
    ["a refusal that echoes the request", (sent) => echo(sent, 401)],
    ["a fault that echoes the request", (sent) => echo(sent, 500)],
    ["a success that is no JSON", (sent) => echo(sent, 200)],
    [
      "a success of another shape",
      async (sent) => Response.json({ id: [await sent.text(), sent.url, sent.headers.get("authorization")] }),
    ],
    [
      "a broken connection that names the URL",
      (sent) => {
        throw Object.assign(new TypeError(`error sending request for url (${sent.url})`), { request: sent });
      },
    ],
    [
      "a broken connection with a deep cause",
      (sent) => {
        const cause = Object.assign(new Error(`lost ${sent.url} with token-canary`), { code: "token-canary" });
        throw new TypeError("fetch failed", { cause });
      },
    ],
  ];

  test.each(cases)("%s", async (_name, reply) => {
    const { client } = stage([reply], echoing);
    const error = await failure(client.send(request));
    expectNoCanary(error);
    expect(error.message).toMatch(/^acme: /);
  });

  test("an attempt that took too long", async () => {
    const { client, clock } = stage([
      () => {
        queueMicrotask(clock.timeOut);
        return new Promise<Response>(() => undefined);
      },
    ]);
    expectNoCanary(await failure(client.send(request)));
  });
});

test.each([
  ["credentials that no header can carry", { ...request }, "Bearer token-canary\nx: y"],
  ["JSON that cannot be written", { ...request, json: { key: "field-canary", size: 1n } }, "Bearer token-canary"],
  ["a read with a body", { ...request, method: "GET" as const }, "Bearer token-canary"],
])("%s: refused without saying them", async (_name, wrong, authorization) => {
  const { client, requests } = stage([Response.json({})], { credentials: () => ({ authorization, secrets: [] }) });
  const error: unknown = await client.send(wrong).catch((error: unknown) => error);
  expect(error).toMatchObject({ code: "invalid_argument", message: "acme: this request cannot be written as HTTP." });
  expect(String(error) + JSON.stringify(error) + (error instanceof Error ? error.stack : "")).not.toMatch(/canary/);
  expect(requests).toEqual([]);
});

test("an echo broken up by control characters, or cut at the limit, is no way out", async () => {
  const texts = ["tok\u0000en-\u0007canary", `${"x".repeat(485)} token-canary`];
  for (const message of texts) {
    const { client } = stage([new Response("", { status: 400 })], { readFault: () => ({ message }) });
    const error = await failure(client.send(request));
    expectNoCanary(error);
    expect(error.message).not.toContain("token");
  }
});

describe("what an earlier answer has told stays out of every later error", () => {
  const told = {
    stream_key: "told-key-1",
    ingest: [{ key: "lv_told-2?password=told-pass-3" }],
    url: "rtmp://live.example/app/told-key-4",
    srt: "srt://live.example?passphrase=told-phrase-5",
  };
  const secrets = ["told-key-1", "lv_told-2?password=told-pass-3", "told-pass-3", "told-key-4", "told-phrase-5"];
  const read: HttpRequest = { method: "GET", path: "/streams", schema: z.unknown(), context: calm() };
  const text = secrets.map((secret) => `<${secret}>`).join(" ");
  const replies: [string, Reply][] = [
    ["text", new Response(text, { status: 400 })],
    ["header", new Response("", { status: 400, headers: { "x-request-id": text } })],
    ["fault", new Error("fetch failed", { cause: new Error(text) })],
  ];
  test.each(replies)("%s", async (_name, reply) => {
    const { client } = stage([Response.json(told), reply], { readFault: ({ body }) => ({ message: String(body) }) });
    await client.send(read);
    const error = await failure(client.send(read));
    for (const secret of secrets) expect(shown(error)).not.toContain(secret);
  });

  test("not a stream's id, nor what a caller has passed through", async () => {
    const answer = { streamId: "stream-42", passthrough: "room-42" };
    const { client } = stage([Response.json(answer), new Response("", { status: 404 })], {
      readFault: () => ({ message: "no stream-42 in room-42" }),
    });
    await client.send(read);
    expect((await failure(client.send(read))).message).toContain("stream-42 in room-42");
  });
});

test("an answer that is no Response is an error of the provider's", async () => {
  const { client } = stage([() => JSON.parse("{}")]);
  expect(await failure(client.send({ ...request, method: "POST" }))).toMatchObject({ code: "provider_unavailable" });
});
