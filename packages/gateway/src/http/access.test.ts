import { describe, expect, test } from "vitest";
import { newApiKey } from "../secrets/api-key.ts";
import type { Scope } from "../store/index.ts";
import { openTestApp } from "./test-app.test.support.ts";

describe("who may do what", () => {
  const operations: [string, string, Scope[]][] = [
    ["GET", "/v1/providers", ["read", "write", "admin"]],
    ["GET", "/v1/streams", ["read", "write", "admin"]],
    ["GET", "/v1/streams/str_x", ["read", "write", "admin"]],
    ["GET", "/v1/streams/str_x/actions", ["read", "write", "admin"]],
    ["GET", "/v1/targets", ["read", "write", "admin"]],
    ["GET", "/v1/events", ["read", "write", "admin"]],
    ["POST", "/v1/streams", ["write", "admin"]],
    ["PATCH", "/v1/streams/str_x", ["write", "admin"]],
    ["DELETE", "/v1/streams/str_x", ["write", "admin"]],
    ["POST", "/v1/streams/str_x/end", ["write", "admin"]],
    ["POST", "/v1/streams/str_x/targets", ["write", "admin"]],
    ["DELETE", "/v1/streams/str_x/targets/tgt_x", ["write", "admin"]],
    ["GET", "/v1/streams/str_x/ingest", ["ingest", "admin"]],
    ["POST", "/v1/streams/str_x/ingest/rotate", ["admin"]],
  ];

  test.each(operations)("%s %s", async (method, path, allowed) => {
    await using world = await openTestApp();
    for (const scope of ["read", "ingest", "write", "admin"] as const) {
      const { status } = await world.call(method, path, { key: world.keys[scope] });
      expect([scope, status === 403]).toEqual([scope, !allowed.includes(scope)]);
    }
    expect((await world.call(method, path, { headers: { authorization: "" } })).status).toBe(401);
  });

  test("a missing scope is named", async () => {
    await using world = await openTestApp();
    const answer = await world.call("POST", "/v1/streams", { key: world.keys.read, body: { name: "Show" } });
    expect(answer).toMatchObject({
      status: 403,
      body: { code: "forbidden", detail: expect.stringContaining("write") },
    });
    expect(answer.headers.get("www-authenticate")).toContain('error="insufficient_scope"');
    expect(world.fake.calls()).not.toContain("streams.create");
  });

  test.each([
    ["no header", ""],
    ["another scheme", "Basic abc"],
    ["another kind of token", "Bearer abc"],
    ["a key that is not known", `Bearer ${newApiKey()}`],
  ])("%s", async (_, authorization) => {
    await using world = await openTestApp();
    const answer = await world.call("GET", "/v1/streams", { headers: { authorization } });
    expect(answer).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer realm="polycast"/u);
  });

  test("a key in the URL is not taken", async () => {
    await using world = await openTestApp();
    const path = `/v1/providers?api_key=${world.keys.admin}`;
    expect((await world.call("GET", path, { headers: { authorization: "" } })).status).toBe(401);
    expect(world.lines.join("")).not.toContain("pcsk_");
  });
});

describe("what every answer carries", () => {
  test("a request id of its own, or a sane one that was sent", async () => {
    await using world = await openTestApp();
    const own = await world.call("GET", "/livez");
    expect(own.headers.get("x-request-id")).toMatch(/^req_[\w-]{36}$/u);
    const sent = await world.call("GET", "/livez", { headers: { "x-request-id": "abc-123" } });
    expect(sent.headers.get("x-request-id")).toBe("abc-123");
    const insane = await world.call("GET", "/livez", { headers: { "x-request-id": "a b" } });
    expect(insane.headers.get("x-request-id")).toMatch(/^req_/u);
  });

  test("security headers, on errors too", async () => {
    await using world = await openTestApp();
    for (const path of ["/livez", "/v1/streams", "/nothing"]) {
      const { headers } = await world.call("GET", path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
    }
  });

  test("a line in the log with the pattern of the route, and without query, body or headers", async () => {
    await using world = await openTestApp();
    await world.call("GET", "/v1/streams/str_planted?limit=planted", { headers: { "x-request-id": "abc-123" } });
    await world.call("POST", "/v1/streams", { body: { name: "planted" } });
    await world.call("GET", "/planted");
    const lines = world.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      {
        msg: "request",
        method: "GET",
        route: "/v1/streams/:id",
        status: 422,
        requestId: "abc-123",
        keyId: expect.stringMatching(/^key_/u),
        ms: expect.any(Number),
      },
      { method: "POST", route: "/v1/streams", status: 201 },
      { method: "GET", route: "none", status: 404 },
    ]);
    expect(world.lines.join("")).not.toContain("planted");
  });
});
