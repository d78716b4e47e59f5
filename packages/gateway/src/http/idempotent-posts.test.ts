import { expect, test } from "vitest";
import { openTestApp } from "./test-app.test.support.ts";

test("a POST with a key is done once, with its credentials in both answers", async () => {
  await using world = await openTestApp();
  const create = (body: unknown, key = world.keys.admin) =>
    world.call("POST", "/v1/streams", { body, key, headers: { "idempotency-key": "one" } });
  const [first, second] = [await create({ name: "Show" }), await create({ name: "Show" })];
  expect(second).toMatchObject({ status: 201, body: first.body });
  expect(second.headers.get("location")).toBe(first.headers.get("location"));
  expect(second.headers.get("idempotent-replayed")).toBe("true");
  expect((await create({ name: "Other" })).status).toBe(422);
  expect((await create({ name: "Show" }, world.keys.write)).headers.get("idempotent-replayed")).toBeNull();
  const { body } = await world.call("GET", "/v1/streams");
  expect((body as { data: unknown[] }).data).toHaveLength(2);
  expect(JSON.stringify(first.body)).toContain("streamKey");
});
