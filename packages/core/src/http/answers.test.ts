import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { ProviderError } from "../errors/provider-error.ts";
import { calm, failure, networkError, type Reply, stage } from "./fake-api.test.support.ts";
import type { HttpRequest, ProviderFault } from "./http-client.ts";

const thing = z.object({ id: z.string(), parts: z.array(z.object({ size: z.number() })).optional() });
const get: HttpRequest<typeof thing> = { method: "GET", path: "/things/1", schema: thing, context: calm() };
const post: HttpRequest<typeof thing> = { ...get, method: "POST", path: "/things" };

/** The error where the provider's own rules read this in every error answer. */
async function told(fault: ProviderFault, ...replies: Reply[]): Promise<ProviderError> {
  return failure(stage(replies, { readFault: () => fault }).client.send({ ...post, repeatable: true }));
}

function broken(): Response {
  const start = new TextEncoder().encode('{"id":');
  return new Response(
    new ReadableStream({
      start: (controller) => controller.enqueue(start),
      pull: (controller) => controller.error(new TypeError("terminated")),
    }),
  );
}

describe("a success that cannot be read", () => {
  test.each<[string, string, RegExp]>([
    ["cut-off JSON", '{"id":"1","parts":[{"si', /not JSON/],
    ["a page of HTML", "<html><body>Welcome</body></html>", /not JSON/],
    ["an empty body", "", /expected object/],
    ["another shape", '{"id":1}', /id: .*expected string/],
    ["more than 8 MiB", JSON.stringify({ id: "x".repeat(8 * 1_024 * 1_024) }), /larger than 8 MiB/],
  ])("%s", async (_name, body, message) => {
    const { client } = stage([new Response(body)]);
    const read = await failure(client.send(get));
    expect(read).toMatchObject({ code: "provider_response_invalid", outcome: "not_applied", status: 200 });
    expect(read.message).toMatch(message);
    expect(await failure(client.send(post))).toMatchObject({ outcome: "unknown", retryable: false });
  });

  test("says where, without the values", async () => {
    const { client } = stage([Response.json({ id: 5, parts: [{ size: "value-canary" }] })]);
    const error = await failure(client.send(get));
    expect(error.issues?.map(({ path }) => path)).toEqual(["id", "parts.0.size"]);
    expect(JSON.stringify(error)).not.toContain("value-canary");
  });

  test("a body that breaks off is a broken connection: read again, or doubted", async () => {
    const { client, requests } = stage([broken, Response.json({ id: "1" })]);
    expect((await client.send(get)).data).toEqual({ id: "1" });
    expect(requests).toHaveLength(2);
    const writing = stage([broken]);
    expect(await failure(writing.client.send(post))).toMatchObject({
      code: "provider_unavailable",
      outcome: "unknown",
    });
  });
});

describe("an error answer", () => {
  test.each([
    [300, "provider_response_invalid"],
    [302, "provider_response_invalid"],
    [400, "invalid_argument"],
    [401, "unauthenticated"],
    [402, "forbidden"],
    [403, "forbidden"],
    [404, "not_found"],
    [408, "timeout"],
    [409, "conflict"],
    [418, "invalid_argument"],
    [422, "invalid_argument"],
    [429, "rate_limited"],
    [500, "provider_unavailable"],
    [501, "provider_unavailable"],
    [503, "provider_unavailable"],
  ])("%i is %s", async (status, code) => {
    const { client } = stage([new Response("", { status })]);
    const error = await failure(client.send({ ...post, repeatable: false }));
    expect(error).toMatchObject({ code, status, provider: "acme", message: `acme: answered ${status}.` });
    expect(error.outcome).toBe(status >= 500 ? "unknown" : "not_applied");
  });

  test("a redirect is not followed", async () => {
    const { client, requests } = stage([
      new Response("", { status: 307, headers: { location: "https://evil.test/" } }),
    ]);
    await failure(client.send(get));
    expect(requests.map(({ url }) => url)).toEqual(["https://api.acme.test/v1/things/1"]);
  });

  test("is read by the provider's own rules", async () => {
    const answers: unknown[] = [];
    const { client } = stage([Response.json({ broken: "name" }, { status: 400 })], {
      readFault: (answer) => {
        answers.push(answer);
        return {
          code: "conflict",
          message: "name is taken",
          issues: [{ path: "name", message: "taken" }],
          hint: "Choose another.",
        };
      },
    });
    expect(await failure(client.send(post))).toMatchObject({
      code: "conflict",
      message: "acme: name is taken.",
      issues: [{ path: "name", message: "taken" }],
      hint: "Choose another.",
    });
    expect(answers).toMatchObject([{ status: 400, body: { broken: "name" }, method: "POST", path: "/things" }]);
  });

  test("says whether it is worth repeating, and whether its own attempt may have been done", async () => {
    const [refused, passing] = [new Response("", { status: 409 }), new Response("", { status: 503 })];
    const nothingDone = { outcome: "not_applied", retryable: false } as const;
    expect(await told(nothingDone, passing)).toMatchObject(nothingDone);
    expect(await told(nothingDone, networkError(), refused)).toMatchObject({ outcome: "unknown" });
    expect(await told({ outcome: "unknown", retryable: true }, refused)).toMatchObject({
      outcome: "unknown",
      retryable: true,
      hint: expect.stringContaining("Read before"),
    });
    expect(await told({}, refused)).toMatchObject({ outcome: "not_applied", retryable: false });
  });

  test("to a read leaves nothing open", async () => {
    const { client } = stage([new Response("", { status: 409 })], { readFault: () => ({ outcome: "unknown" }) });
    expect(await failure(client.send(get))).toMatchObject({ outcome: "not_applied" });
  });

  test("in a shape that breaks the rules is told by its status", async () => {
    const { client } = stage([new Response("<html>Bad gateway</html>", { status: 502 })], {
      readFault: ({ body }) => {
        throw new Error(`cannot read ${String(body)}`);
      },
    });
    const error = await failure(client.send(post));
    expect(error.message).toBe("acme: answered 502.");
    expect(error.cause).toBeUndefined();
  });

  test("gives the provider's request id", async () => {
    const headers = { "cf-ray": "ray-1", "x-request-id": "r-1" };
    const { client } = stage([new Response("", { status: 404, headers })]);
    expect((await failure(client.send(get))).requestId).toBe("r-1");
  });

  test("is bounded: 64 kB read, 500 characters and 50 issues shown", async () => {
    let length = 0;
    const { client } = stage([new Response("x".repeat(1_000_000), { status: 400 })], {
      readFault: ({ body }) => {
        length = String(body).length;
        return {
          message: `a\u0007b\n${String(body)}`,
          issues: Array.from({ length: 100 }, () => ({ path: "p", message: String(body) })),
        };
      },
    });
    const error = await failure(client.send(post));
    expect(length).toBe(64 * 1_024);
    expect(error.message).toMatch(/^acme: ab x+…$/);
    expect(error.message).toHaveLength(500);
    expect(error.issues).toHaveLength(50);
    expect(error.issues?.[0]?.message).toHaveLength(500);
  });
});

describe("no answer", () => {
  test("is told with the system's word for it", async () => {
    const { client } = stage([networkError("ENOTFOUND")]);
    const error = await failure(client.send(get));
    expect(error).toMatchObject({ code: "provider_unavailable", outcome: "not_applied" });
    expect(error.message).toBe("acme: cannot be reached (ENOTFOUND).");
    expect(error.cause).toMatchObject({ message: "connect ENOTFOUND 127.0.0.1:443" });
  });

  test("keeps no URL: nobody knows what its query holds", async () => {
    const { client } = stage([new TypeError("error sending request for url (https://acme.test/x?sig=canary): reset")]);
    const error = await failure(client.send(get));
    expect(error.message).toBe("acme: cannot be reached.");
    expect(error.cause).toMatchObject({ message: "error sending request for url ([url]): reset" });
  });

  test("to one attempt of a write leaves a doubt that a later refusal does not lift", async () => {
    const { client } = stage([networkError(), new Response("", { status: 409 })]);
    expect(await failure(client.send({ ...get, method: "PATCH" }))).toMatchObject({
      code: "conflict",
      outcome: "unknown",
    });
  });
});
