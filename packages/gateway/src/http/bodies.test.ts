import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openTestApp } from "./test-app.test.support.ts";

const gzip = { "content-encoding": "gzip" };

test.each([
  ["POST", "/v1/streams"],
  ["POST", "/v1/api-keys"],
  ["PATCH", "/v1/streams/fake:none"],
  ["PUT", "/v1/streams/fake:none/targets"],
])("%s %s tells that a compressed body is not taken", async (method, path) => {
  await using world = await openTestApp();
  const init = { method, body: gzipSync('{"name":"Show"}') };
  const headers = { ...gzip, authorization: `Bearer ${world.keys.admin}`, "content-type": "application/json" };
  const response = await world.app.request(path, { ...init, headers });
  expect([response.status, response.headers.get("accept-encoding")]).toEqual([415, "identity"]);
  expect(await response.json()).toMatchObject({
    code: "invalid_argument",
    detail: "The body must not be compressed.",
    hint: expect.stringContaining("without `Content-Encoding`"),
  });
});

test("one that says it is not compressed is taken", async () => {
  await using world = await openTestApp();
  for (const encoding of ["identity", "Identity", ""]) {
    const headers = { "content-encoding": encoding };
    expect(await world.call("POST", "/v1/streams", { body: { name: "Show" }, headers })).toMatchObject({ status: 201 });
  }
});

test("with an Idempotency-Key, too, and it can be sent again as it is", async () => {
  await using world = await openTestApp();
  const again = { "idempotency-key": "once" };
  const body = { name: "Show" };
  const refused = await world.call("POST", "/v1/streams", { body, headers: { ...gzip, ...again } });
  expect(refused.status).toBe(415);
  expect(await world.call("POST", "/v1/streams", { body, headers: again })).toMatchObject({ status: 201 });
  const ended = await world.call("POST", "/v1/streams/fake:none/end", { body, headers: { ...gzip, ...again } });
  expect(ended.status).toBe(415);
});
