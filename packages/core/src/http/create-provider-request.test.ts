import { describe, expect, test } from "vitest";
import { createProviderRequest } from "./create-provider-request.ts";
import { failure, stage } from "./fake-api.test.support.ts";

test("the answer comes as it is, over the same client", async () => {
  const answer = { stream_key: "kept", deep: [{ null: null }] };
  const { client, requests } = stage([Response.json(answer)]);
  const request = createProviderRequest(client);
  expect(await request({ path: "/things?order=new//est", searchParams: { limit: 1 } })).toEqual(answer);
  expect(await request({ method: "POST", path: "/things/", json: { a: 1 } })).toEqual(answer);
  expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "GET https://api.acme.test/v1/things?order=new%2F%2Fest&limit=1",
    "POST https://api.acme.test/v1/things/",
  ]);
  expect(requests[0]?.headers.get("authorization")).toBe("Bearer token-canary");
});

test("an empty answer is undefined, an error the usual one, an abort the caller's", async () => {
  const { client } = stage([new Response(null, { status: 204 }), new Response("", { status: 404 })]);
  const request = createProviderRequest(client);
  expect(await request({ method: "DELETE", path: "/things/1" })).toBeUndefined();
  expect(await failure(request({ path: "/things/1" }))).toMatchObject({ code: "not_found", status: 404 });
  await expect(request({ path: "/" }, { signal: AbortSignal.abort("no") })).rejects.toBe("no");
});

test("a credential that is sent is not in the error, whatever the provider repeats", async () => {
  const { client } = stage([new Response("", { status: 400 })], { readFault: () => ({ message: "bad key-canary" }) });
  const json = { settings: { ingestKey: "key-canary" } };
  const error = await failure(createProviderRequest(client)({ method: "POST", path: "/things", json }));
  expect(error.message).toBe("acme: bad [redacted].");
});

describe("no way to elsewhere", () => {
  test.each([
    "things",
    "",
    "//evil.test/",
    "/a//b",
    "https://evil.test/",
    "/../admin",
    "/a/..",
    "/a/%2e%2E/b",
    "/a/.%2e/b",
    "/./a",
    String.raw`/a\..\b`,
    "/a\t/b",
    "/a#b",
  ])("%j", async (path) => {
    const { client, requests } = stage([Response.json({})]);
    await expect(createProviderRequest(client)({ path })).rejects.toMatchObject({
      code: "invalid_argument",
      issues: expect.arrayContaining([expect.objectContaining({ path: "path" })]),
    });
    expect(requests).toEqual([]);
  });
});
