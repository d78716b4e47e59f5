import { describe, expect, test } from "vitest";
import * as z from "zod";
import { MultistreamError } from "../errors/multistream-error.ts";
import { createHttpClient } from "./create-http-client.ts";
import { calm, failure, networkError, stage } from "./fake-api.test.support.ts";
import type { HttpRequest } from "./http-client.ts";

const thing = z.object({ id: z.string() });
const get: HttpRequest<typeof thing> = { method: "GET", path: "/things/1", schema: thing, context: calm() };
const post: HttpRequest<typeof thing> = { ...get, method: "POST", path: "/things", json: { name: "a" } };
const found = Response.json({ id: "1", more: true });

test("a request is written and its answer read", async () => {
  const { client, requests } = stage([
    async (request) => Response.json({ id: await request.text() }, { headers: { "x-total": "3" } }),
  ]);
  const answer = await client.send({ ...post, searchParams: { limit: 5, all: false, cursor: undefined } });
  expect(answer).toMatchObject({ data: { id: '{"name":"a"}' }, status: 200 });
  expect(answer.headers.get("x-total")).toBe("3");
  expect(answer.sentAt).toBeLessThanOrEqual(answer.receivedAt);
  const [request] = requests;
  expect(request?.url).toBe("https://api.acme.test/v1/things?limit=5&all=false");
  expect(request?.method).toBe("POST");
  expect(request?.redirect).toBe("manual");
  expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({
    accept: "application/json",
    authorization: "Bearer token-canary",
    "content-type": "application/json",
  });
});

test("a request's own headers go with every attempt, and stand in for none of the client's", async () => {
  const { client, requests } = stage([networkError(), found]);
  const one = ["t1", "Bearer token-canary", "application/json"];
  await client.send({ ...get, headers: { "x-tenant": "t1", authorization: "mine", accept: "text/html" } });
  expect(
    requests.map(({ headers }) => ["x-tenant", "authorization", "accept"].map((name) => headers.get(name))),
  ).toEqual([one, one]);
});

test("an empty body is read as nothing; without a schema it is not read at all", async () => {
  const { client } = stage([new Response(null, { status: 204 }), new Response(""), new Response("not json")]);
  const nothing = { ...get, schema: thing.optional() };
  expect((await client.send(nothing)).data).toBeUndefined();
  expect((await client.send(nothing)).data).toBeUndefined();
  expect((await client.send({ method: "PUT", path: "/x", context: calm() })).data).toBeUndefined();
});

test("missing credentials show with the call, and no request is made", async () => {
  const missing = new MultistreamError("unauthenticated", "set ACME_TOKEN");
  const { client, requests } = stage([found], {
    credentials: () => {
      throw missing;
    },
  });
  await expect(client.send(get)).rejects.toBe(missing);
  expect(requests).toEqual([]);
});

test.each(["ftp://api.acme.test", "api.acme.test", "https://user:pw-canary@api.acme.test", "https://a.test/?k=1"])(
  "%s is no base URL",
  (baseUrl) => {
    const settings = { provider: "acme", baseUrl, rateLimits: limits, readFault: () => ({}), credentials };
    expect(() => createHttpClient(settings)).toThrow(/^Invalid base URL of acme\.$/);
  },
);
const limits = { create: { perSecond: 1, burst: 1 }, other: { perSecond: 1, burst: 1 } };
const credentials = (): never => {
  throw new Error("not asked for");
};

describe("what is repeated", () => {
  const passing = [408, 429, 500, 502, 503, 504];
  const final = [400, 401, 402, 403, 404, 409, 410, 422, 501, 505];

  test.each(passing)("a read after %i, twice", async (status) => {
    const { client, requests, clock } = stage([new Response("", { status })]);
    expect((await failure(client.send(get))).status).toBe(status);
    expect(requests).toHaveLength(3);
    expect(clock.waits).toEqual([150, 300]);
  });

  test.each(final)("nothing after %i", async (status) => {
    const { client, requests } = stage([new Response("", { status }), found]);
    await failure(client.send({ ...get, method: "DELETE" }));
    expect(requests).toHaveLength(1);
  });

  test.each(passing.filter((status) => status !== 429))("no create after %i", async (status) => {
    const { client, requests } = stage([new Response("", { status }), found]);
    await failure(client.send(post));
    expect(requests).toHaveLength(1);
  });

  test("a create after 429, when nothing was done", async () => {
    const { client, requests } = stage([new Response("", { status: 429 }), found]);
    expect((await client.send(post)).data).toEqual({ id: "1" });
    expect(requests).toHaveLength(2);
  });

  test.each(["GET", "PUT", "PATCH", "DELETE"] as const)("%s after a broken connection", async (method) => {
    const { client, requests } = stage([networkError(), networkError(), found]);
    expect((await client.send({ ...get, method })).data).toEqual({ id: "1" });
    expect(requests).toHaveLength(3);
  });

  test("a create after a broken connection only if it says so itself, and then with its body", async () => {
    const { client, requests } = stage([networkError(), found]);
    expect(await failure(client.send(post))).toMatchObject({ code: "provider_unavailable", outcome: "unknown" });
    const again = stage([networkError(), found]);
    await again.client.send({ ...post, repeatable: true });
    expect(requests).toHaveLength(1);
    expect(await again.requests[1]?.text()).toBe('{"name":"a"}');
  });

  test("a read that says it must not be", async () => {
    const { client, requests } = stage([networkError()]);
    await failure(client.send({ ...get, repeatable: false }));
    expect(requests).toHaveLength(1);
  });

  test("no answer that cannot be read", async () => {
    const { client, requests } = stage([new Response("<html>"), found]);
    await failure(client.send(get));
    expect(requests).toHaveLength(1);
  });
});

function later(headers: Record<string, string>, status = 429): Response {
  return new Response("", { status, headers });
}

describe("Retry-After", () => {
  test.each([
    ["seconds", { "retry-after": "7" }, 7_000],
    ["a date", { "retry-after": "Thu, 01 Jan 2026 00:00:09 GMT" }, 9_000],
    ["milliseconds", { "retry-after-ms": "1500", "retry-after": "9" }, 1_500],
  ])("in %s is waited for", async (_name, headers, ms) => {
    const { client, clock } = stage([later(headers), found]);
    await client.send(post);
    expect(Math.max(...clock.waits)).toBe(ms);
  });

  test.each([429, 503])("that takes too long is handed to the caller (%i)", async (status) => {
    const { client, requests, clock } = stage([later({ "retry-after": "21" }, status), found]);
    const error = await failure(client.send(get));
    expect(error).toMatchObject({ retryAfterMs: 21_000, retryable: true, status });
    expect(error.code).toBe(status === 429 ? "rate_limited" : "provider_unavailable");
    expect(requests).toHaveLength(1);
    expect(clock.waits).toEqual([]);
  });

  test("is in the error when no attempt is left", async () => {
    const { client } = stage([later({ "retry-after": "2" })]);
    expect(await failure(client.send(post))).toMatchObject({ code: "rate_limited", retryAfterMs: 2_000 });
  });
});

describe("time and aborts", () => {
  test.each(["GET", "POST"] as const)("a hanging %s ends with the limit of the attempt", async (method) => {
    const hang = (): Promise<Response> => new Promise(() => queueMicrotask(clock.timeOut));
    const { client, requests, clock } = stage([hang]);
    const error = await failure(client.send({ ...get, method }));
    expect(error).toMatchObject({ code: "timeout", outcome: method === "GET" ? "not_applied" : "unknown" });
    expect(requests).toHaveLength(method === "GET" ? 3 : 1);
  });

  test("a body that never ends falls under the limit too", async () => {
    const { client, clock } = stage([
      () => {
        const body = new ReadableStream<Uint8Array>({
          pull: () => {
            queueMicrotask(clock.timeOut);
            return new Promise<void>(() => undefined);
          },
        });
        return new Response(body);
      },
    ]);
    expect(await failure(client.send(post))).toMatchObject({ code: "timeout", outcome: "unknown" });
  });

  test.each(["GET", "POST"] as const)("an abort of %s throws the caller's own reason, at once", async (method) => {
    const reason = new Error("changed my mind");
    const caller = new AbortController();
    const { client, requests } = stage([
      () => {
        caller.abort(reason);
        return new Promise<Response>(() => undefined);
      },
    ]);
    await expect(client.send({ ...get, method, context: { signal: caller.signal } })).rejects.toBe(reason);
    expect(requests).toHaveLength(1);
  });

  test("an abort reaches fetch", async () => {
    const caller = new AbortController();
    const { client, requests } = stage([
      (request) =>
        new Promise((_, reject) => {
          request.signal.addEventListener("abort", () => reject(request.signal.reason));
          caller.abort();
        }),
    ]);
    await expect(client.send({ ...get, context: { signal: caller.signal } })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(requests[0]?.signal.aborted).toBe(true);
  });

  test("the limit of an attempt ends with it", async () => {
    const { client, clock } = stage([networkError(), found]);
    await client.send(get);
    expect(clock.underWay).toBe(0);
  });

  test("an abort before sends nothing", async () => {
    const { client, requests } = stage([found]);
    await expect(client.send({ ...get, context: { signal: AbortSignal.abort("no") } })).rejects.toBe("no");
    expect(requests).toEqual([]);
  });
});
