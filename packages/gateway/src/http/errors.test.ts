import { MultistreamError } from "@polycast/core";
import { describe, expect, test } from "vitest";
import { openTestApp } from "./test-app.test.support.ts";

const json = { "content-type": "application/json" };

describe("requests that are wrong in themselves", () => {
  test.each([
    ["broken JSON", "POST", "/v1/streams", { body: "{" }, 400, "invalid_argument"],
    [
      "no content type",
      "POST",
      "/v1/streams",
      { body: "{}", headers: { "content-type": "" } },
      415,
      "invalid_argument",
    ],
    [
      "another content type",
      "POST",
      "/v1/streams",
      { body: "a", headers: { "content-type": "text/plain" } },
      415,
      "invalid_argument",
    ],
    [
      "a body that announces too much",
      "POST",
      "/v1/streams",
      { body: "{}", headers: { ...json, "content-length": "1048577" } },
      413,
      "invalid_argument",
    ],
    [
      "another charset",
      "POST",
      "/v1/streams",
      { body: "{}", headers: { "content-type": 'application/json; charset="iso-8859-1"' } },
      415,
      "invalid_argument",
    ],
    ["two names of one cursor", "GET", "/v1/events?after=1&cursor=1", {}, 422, "invalid_argument"],
    ["an input that does not fit", "POST", "/v1/streams", { body: { name: 1 } }, 422, "invalid_argument"],
    ["an unknown field", "PATCH", "/v1/streams/str_x", { body: { nam: "a" } }, 422, "invalid_argument"],
    ["an unknown query", "GET", "/v1/streams?refrence=a", {}, 422, "invalid_argument"],
    ["a limit that is none", "GET", "/v1/streams?limit=many", {}, 422, "invalid_argument"],
    ["a foreign cursor", "GET", "/v1/streams?cursor=abc", {}, 422, "invalid_argument"],
    ["an unknown path", "GET", "/v2/streams", {}, 404, "not_found"],
    ["an unknown stream", "GET", "/v1/streams/str_none", {}, 404, "not_found"],
    ["a path that is not decodable", "GET", "/v1/streams/%ff", {}, 404, "not_found"],
  ] as const)("%s", async (_, method, path, options, status, code) => {
    await using world = await openTestApp();
    const answer = await world.call(method, path, options);
    expect(answer).toMatchObject({ status, body: { status, code, retryable: false, outcome: "not_applied" } });
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body).toMatchObject({ requestId: answer.headers.get("x-request-id") });
  });

  test("a body without a length is counted as it comes", async () => {
    await using world = await openTestApp();
    const chunk = new TextEncoder().encode(`"${"a".repeat(64 * 1024)}"`);
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        if (sent > 100) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const headers = { ...json, authorization: `Bearer ${world.keys.admin}` };
    const response = await world.app.request("/v1/streams", {
      method: "POST",
      headers,
      body,
      duplex: "half",
    });
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(30);
  });

  test.each([{}, { "content-length": "14" }])("a body that is not UTF-8 is refused, not mended: %j", async (length) => {
    await using world = await openTestApp();
    const body = Buffer.from('{"name":"Caf\u00e9"}', "latin1");
    const headers = { ...json, ...length, authorization: `Bearer ${world.keys.admin}` };
    const response = await world.app.request("/v1/streams", { method: "POST", headers, body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "invalid_argument", detail: "The body is not valid UTF-8." });
  });

  test("a body in UTF-8 may say so, in any spelling", async () => {
    await using world = await openTestApp();
    const headers = { "content-type": "application/json;charset=utf8" };
    const answer = await world.call("POST", "/v1/streams", { body: { name: "Caf\u00e9 \u{1f600}" }, headers });
    expect(answer).toMatchObject({ status: 201, body: { stream: { name: "Caf\u00e9 \u{1f600}" } } });
  });

  test("a wrong method is told the right ones", async () => {
    await using world = await openTestApp();
    const answer = await world.call("PUT", "/v1/streams/str_x");
    expect(answer).toMatchObject({ status: 405, body: { code: "invalid_argument" } });
    expect(answer.headers.get("allow")).toBe("GET, PATCH, DELETE, HEAD");
    expect((await world.call("OPTIONS", "/livez")).headers.get("allow")).toBe("GET, HEAD");
  });

  test("issues say where the input is wrong, also inside a union", async () => {
    await using world = await openTestApp();
    const target = { name: "A", destination: { url: "http://example.com/live", streamKey: "planted-key-0001" } };
    const answer = await world.call("POST", "/v1/streams", { body: { name: "Show", targets: [target] } });
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: "targets.0.destination.url" }] } });
    expect(JSON.stringify(answer.body)).not.toContain("planted");
  });
});

describe("errors of the gateway and its providers", () => {
  test.each([
    ["unsupported", {}, 422],
    ["not_idle", {}, 409],
    ["limit_exceeded", {}, 409],
    ["conflict", {}, 409],
    ["rate_limited", { retryAfterMs: 2500, provider: "fake" }, 429],
    ["provider_unavailable", {}, 503],
    ["timeout", { outcome: "unknown" as const }, 504],
    ["provider_response_invalid", {}, 502],
    ["unauthenticated", { provider: "fake" }, 502],
    ["forbidden", { provider: "fake" }, 502],
    ["adapter_incompatible", {}, 500],
    ["internal", {}, 500],
  ] as const)("%s", async (code, options, status) => {
    await using world = await openTestApp();
    world.fake.failNext("streams.create", new MultistreamError(code, "It failed.", { ...options, hint: "Do this." }));
    const answer = await world.call("POST", "/v1/streams", { body: { name: "Show" } });
    expect(answer).toMatchObject({
      status,
      body: { status, code, detail: "It failed.", hint: "Do this.", type: `/errors/${code}` },
    });
    const waits = { 429: "3", 503: "1" }[status as number] ?? null;
    expect(answer.headers.get("retry-after")).toBe(waits);
    expect(answer.headers.get("www-authenticate")).toBeNull();
  });

  test.each([
    ["forbidden", "The provider refuses this"],
    ["unauthenticated", "The provider refuses the gateway's credentials"],
  ] as const)("a provider's %s is not read as a word about the caller's key", async (code, title) => {
    await using world = await openTestApp();
    const error = new MultistreamError(code, "castr: Not with your plan.", { provider: "castr" });
    world.fake.failNext("streams.create", error);
    const { body } = await world.call("POST", "/v1/streams", { body: { name: "Show" } });
    expect(body).toMatchObject({ title, status: 502, type: `/errors/${code}`, provider: "castr" });
  });

  test("what is unexpected is not shown, and a provider's text leaves scrubbed", async () => {
    await using world = await openTestApp();
    world.fake.failNext("streams.create", new Error("rtmp://a.example.com/live/planted-key-0001 exploded"));
    const unexpected = await world.call("POST", "/v1/streams", { body: { name: "Show" } });
    expect(unexpected).toMatchObject({ status: 500, body: { code: "internal", outcome: "unknown" } });
    expect(JSON.stringify(unexpected.body)).not.toMatch(/planted|exploded|stack/u);
    const text = "refused rtmp://a.example.com/live/planted-key-0002 for Bearer planted-token-0003";
    world.fake.failNext("streams.create", new MultistreamError("conflict", text));
    const scrubbed = await world.call("POST", "/v1/streams", { body: { name: "Show" } });
    expect(JSON.stringify(scrubbed.body)).not.toContain("planted");
    expect(world.lines.join("")).not.toContain("planted");
  });

  test("a fault of the app itself is answered like any other", async () => {
    await using world = await openTestApp();
    world.opened.store.read = () => Promise.reject(new TypeError("planted-bug"));
    const answer = await world.call("GET", "/v1/streams");
    expect(answer).toMatchObject({ status: 500, body: { code: "internal" } });
    expect(JSON.stringify(answer.body)).not.toContain("planted");
    expect(world.lines.join("")).toContain("planted-bug");
  });
});
