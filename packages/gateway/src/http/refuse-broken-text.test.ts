import { describe, expect, test } from "vitest";
import { openTestApp } from "./test-app.test.support.ts";

const half = "\ud800";
const destination = { url: "rtmp://media.example.com/live", streamKey: "planted-key-0003" };
const target = { name: "Custom", destination };

describe("text that no store keeps as it is", () => {
  test.each([
    ["/v1/streams", { name: `Show ${half}` }, "name"],
    ["/v1/streams", { name: "Show", reference: "a\u0000" }, "reference"],
    ["/v1/streams", { name: "Show", metadata: { of: "\udc00" } }, "metadata.of"],
    ["/v1/streams", { name: "Show", metadata: { [half]: "mine" } }, "metadata"],
    ["/v1/streams", { name: "Show", providerOptions: { fake: { a: ["\u0000"] } } }, "providerOptions.fake.a.0"],
    ["/v1/streams", { name: "Show", targets: [target, { ...target, rendition: half }] }, "targets.1.rendition"],
    ["/v1/webhook-endpoints", { url: "https://example.com/", description: half }, "description"],
    ["/v1/api-keys", { name: half, scopes: ["streams:read"] }, "name"],
  ])("%s refuses %j", async (path, body, at) => {
    await using world = await openTestApp();
    expect(await world.call("POST", path, { body })).toMatchObject({
      status: 422,
      body: { code: "invalid_argument", issues: [{ path: at, message: expect.stringContaining("U+0000") }] },
    });
    expect(await world.call("GET", path)).not.toMatchObject({
      body: { data: [{ name: expect.stringContaining("Show") }] },
    });
  });

  test("a query is refused too", async () => {
    await using world = await openTestApp();
    expect(await world.call("GET", "/v1/streams?reference=a%00")).toMatchObject({
      status: 422,
      body: { code: "invalid_argument", issues: [{ path: "reference" }] },
    });
  });

  test("pairs of surrogates and what merely looks like an escape are kept", async () => {
    await using world = await openTestApp();
    const body = { name: "Show \u{1F3A5}", reference: "\\u0000 \\ud800", metadata: { "\u{1F3A5}": "a\nb" } };
    const created = await world.call("POST", "/v1/streams", { body });
    expect(created.status).toBe(201);
    expect(await world.call("GET", created.headers.get("location") ?? "")).toMatchObject({ body });
  });
});
