import { describe, expect, test } from "vitest";
import * as z from "zod";
import { createManualClock } from "../control/manual-clock.test.support.ts";
import { openTestApp, type TestApp } from "./test-app.test.support.ts";

const madeSchema = z.object({
  apiKey: z.looseObject({ id: z.string(), last4: z.string(), tenantId: z.string().optional() }),
  key: z.string(),
});

async function make(world: TestApp, body: unknown, key?: string) {
  const answer = await world.call("POST", "/v1/api-keys", { body, key });
  expect(answer.status).toBe(201);
  const made = madeSchema.parse(answer.body);
  expect(answer.headers.get("location")).toBe(`/v1/api-keys/${made.apiKey.id}`);
  return made;
}

const namesOf = (body: unknown): string[] =>
  z
    .object({ data: z.array(z.object({ name: z.string() })) })
    .parse(body)
    .data.map(({ name }) => name);

describe("API keys", () => {
  test("are made, shown once, listed, used and deleted", async () => {
    await using world = await openTestApp();
    const { apiKey, key } = await make(world, { name: "Dashboard", scopes: ["write", "read", "read"] });
    expect(apiKey).toMatchObject({ name: "Dashboard", scopes: ["read", "write"], last4: key.slice(-4) });
    expect(key).toMatch(/^pcsk_\w{43}$/u);
    expect((await world.call("POST", "/v1/streams", { key, body: { name: "Show" } })).status).toBe(201);
    const listed = await world.call("GET", "/v1/api-keys");
    expect(namesOf(listed.body)).toContain("Dashboard");
    expect(JSON.stringify(listed.body)).not.toContain(key);
    const path = `/v1/api-keys/${apiKey.id}`;
    expect((await world.call("GET", path)).body).toMatchObject({ id: apiKey.id, lastUsedAt: expect.any(String) });
    expect((await world.call("DELETE", path)).status).toBe(204);
    expect((await world.call("DELETE", path)).status).toBe(204);
    expect((await world.call("GET", path)).status).toBe(404);
    expect((await world.call("GET", "/v1/streams", { key })).status).toBe(401);
    expect(world.lines.join("")).not.toContain(key);
  });

  test("expire", async () => {
    const clock = createManualClock();
    await using world = await openTestApp(undefined, { clock });
    const expiresAt = new Date(clock.now() + 60_000).toISOString();
    const { key } = await make(world, { name: "Short", scopes: ["read"], expiresAt });
    expect((await world.call("GET", "/v1/streams", { key })).status).toBe(200);
    clock.advance(60_000);
    expect(await world.call("GET", "/v1/streams", { key })).toMatchObject({
      status: 401,
      body: { detail: "This API key has expired." },
    });
    expect(
      await world.call("POST", "/v1/api-keys", { body: { name: "Old", scopes: ["read"], expiresAt } }),
    ).toMatchObject({ status: 422, body: { issues: [{ path: "expiresAt" }] } });
  });

  test("are kept to one that may do everything", async () => {
    await using world = await openTestApp();
    const own = z
      .object({ data: z.array(z.object({ id: z.string(), name: z.string() })) })
      .parse((await world.call("GET", "/v1/api-keys")).body)
      .data.find(({ name }) => name === "admin");
    const path = `/v1/api-keys/${own?.id}`;
    await make(world, { name: "of a tenant", scopes: ["admin"], tenantId: "a" });
    expect(await world.call("DELETE", path)).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect((await world.call("GET", path)).status).toBe(200);
    const { key } = await make(world, { name: "second", scopes: ["admin"] });
    expect((await world.call("DELETE", path, { key })).status).toBe(204);
    expect((await world.call("GET", "/v1/api-keys")).status).toBe(401);
  });

  test("of a tenant make and see that tenant's only", async () => {
    await using world = await openTestApp();
    const a = await make(world, { name: "a", scopes: ["admin"], tenantId: "a" });
    await make(world, { name: "b", scopes: ["admin"], tenantId: "b" });
    const own = await make(world, { name: "a read", scopes: ["read"] }, a.key);
    expect(own.apiKey.tenantId).toBe("a");
    expect(namesOf((await world.call("GET", "/v1/api-keys", { key: a.key })).body)).toEqual(["a read", "a"]);
    const foreign = { name: "b", scopes: ["read"], tenantId: "b" };
    expect(await world.call("POST", "/v1/api-keys", { key: a.key, body: foreign })).toMatchObject({
      status: 403,
      body: { code: "forbidden" },
    });
  });

  test.each([
    [{ scopes: ["read"] }],
    [{ name: "A", scopes: [] }],
    [{ name: "A", scopes: ["all"] }],
    [{ name: "A", scopes: ["read"], tenantId: "two words" }],
    [{ name: "A", scopes: ["read"], expiresAt: "tomorrow" }],
    [{ name: "A", scopes: ["read"], key: "chosen" }],
  ])("are not made of %j", async (body) => {
    await using world = await openTestApp();
    expect((await world.call("POST", "/v1/api-keys", { body })).status).toBe(422);
  });

  test("are for admins", async () => {
    await using world = await openTestApp();
    for (const [method, path] of [
      ["GET", "/v1/api-keys"],
      ["POST", "/v1/api-keys"],
      ["GET", "/v1/api-keys/key_x"],
      ["DELETE", "/v1/api-keys/key_x"],
    ] as const) {
      expect((await world.call(method, path, { key: world.keys.write })).status).toBe(403);
    }
  });
});
