import { expect, test } from "vitest";
import * as z from "zod";
import { enqueueDeliveries, notify } from "../store/index.ts";
import { sampleEvent } from "../store/sample-records.test.support.ts";
import { checks, idSchema, listSchema, named, open, type Owned, target } from "./tenant-checks.test.support.ts";
import { openTestApp, type TestApp } from "./test-app.test.support.ts";

async function openTenants(world: TestApp): Promise<Record<"a" | "b" | "none", Owned>> {
  const make = async (tenantId?: string): Promise<Owned> => {
    const tenant = tenantId === undefined ? {} : { tenantId };
    const made = await world.call("POST", "/v1/api-keys", { body: { name: "k", scopes: ["admin"], ...tenant } });
    const { key, apiKey } = z.object({ key: z.string(), apiKey: idSchema }).parse(made.body);
    const created = await world.call("POST", "/v1/streams", { key, body: { name: "Show", targets: [target] } });
    const { stream } = z.object({ stream: idSchema.extend({ targets: z.array(idSchema) }) }).parse(created.body);
    expect(stream["tenantId"]).toBe(tenantId);
    const hook = await world.call("POST", "/v1/webhook-endpoints", { key, body: { url: "https://example.com/hook" } });
    const endpoint = idSchema.parse(hook.body).id;
    const event = { ...sampleEvent(stream.id), ...tenant };
    await world.opened.store.write(function* () {
      yield* enqueueDeliveries(1, event);
      yield* notify("events");
    });
    const [delivery] = listSchema.parse(
      (await world.call("GET", `/v1/webhook-endpoints/${endpoint}/deliveries`, { key })).body,
    ).data;
    return {
      key,
      keyId: apiKey.id,
      stream: stream.id,
      target: stream.targets[0]?.id ?? "",
      endpoint,
      delivery: delivery?.id ?? "",
    };
  };
  return { a: await make("a"), b: await make("b"), none: await make() };
}

/** What there is, as one sees who may see all; without what reading changes. */
async function everything(world: TestApp, { stream, endpoint, keyId, delivery }: Owned): Promise<unknown[]> {
  const paths = [
    `/v1/streams/${stream}`,
    `/v1/streams/${stream}/ingest`,
    `/v1/webhook-endpoints/${endpoint}`,
    `/v1/deliveries/${delivery}`,
    `/v1/api-keys/${keyId}`,
  ];
  const answers: unknown[] = [];
  for (const path of paths) answers.push((await world.call("GET", path)).body);
  return answers;
}

const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))),
});

test("a tenant sees and changes nothing of others, on any route", async () => {
  await using world = await openTestApp();
  const { paths } = documentSchema.parse(await (await world.app.request("/openapi.json")).json());
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => ({ method: method.toUpperCase(), path, operationId })),
  );
  expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(checks).toSorted());
  const tenants = await openTenants(world);
  const before = [await everything(world, tenants.b), await everything(world, tenants.none)];
  const callers: [string, { key?: string; headers?: Record<string, string> }][] = [
    ["a key of a tenant", { key: tenants.a.key }],
    ["a key of none, narrowed", { headers: { "polycast-tenant": "a" } }],
  ];
  for (const [who, caller] of callers) {
    for (const { method, path, operationId } of operations) {
      const check = checks[operationId];
      if (check === undefined || check === open) continue;
      for (const other of [tenants.b, tenants.none]) {
        const answer = await world.call(method, check.ask(other, path), { ...caller, body: check.body });
        const told = JSON.stringify(answer.body);
        for (const id of [other.stream, other.target, other.endpoint, other.keyId]) {
          expect([who, operationId, told?.includes(id) ?? false]).toEqual([who, operationId, false]);
        }
        try {
          check.expected(answer, tenants.a, other);
        } catch (cause) {
          throw new Error(`${who}: ${operationId}`, { cause });
        }
      }
    }
  }
  expect([await everything(world, tenants.b), await everything(world, tenants.none)]).toEqual(before);
});

test("a key of a tenant is refused for another one, on every route that takes a key", async () => {
  await using world = await openTestApp();
  const { paths } = documentSchema.parse(await (await world.app.request("/openapi.json")).json());
  const { a, b } = await openTenants(world);
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { operationId }] of Object.entries(methods)) {
      if (checks[operationId] === open) continue;
      const headers = { "polycast-tenant": "b" };
      const answer = await world.call(method.toUpperCase(), named(path, b), { key: a.key, headers });
      expect([operationId, answer.status]).toEqual([operationId, 403]);
    }
  }
  expect((await world.call("GET", "/v1/streams", { key: a.key, headers: { "polycast-tenant": "a" } })).status).toBe(
    200,
  );
  const unfit = await world.call("GET", "/v1/streams", { headers: { "polycast-tenant": "two words" } });
  expect(unfit).toMatchObject({ status: 422, body: { issues: [{ path: "Polycast-Tenant" }] } });
});

test("what another tenant has is named by no path, also not by its provider's ids", async () => {
  await using world = await openTestApp();
  const { a, b } = await openTenants(world);
  const found = await world.call("GET", `/v1/streams/${b.stream}`);
  const [binding] = z.object({ bindings: z.array(z.object({ id: z.string() })) }).parse(found.body).bindings;
  const path = `/v1/streams/fake:${binding?.id}`;
  expect((await world.call("GET", path)).status).toBe(200);
  expect((await world.call("GET", path, { key: a.key })).status).toBe(404);
  expect((await world.call("GET", `/v1/events?streamId=${b.stream}`, { key: a.key })).body).toMatchObject({ data: [] });
});

test("who follows events for a tenant is told of its own streams alone", async () => {
  await using world = await openTestApp();
  const { a, b } = await openTenants(world);
  const response = await world.app.request("/v1/events/stream", { headers: { authorization: `Bearer ${a.key}` } });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (const [owned, name] of [
    [b, "renamed b"],
    [a, "renamed a"],
  ] as const) {
    expect((await world.call("PATCH", `/v1/streams/${owned.stream}`, { body: { name } })).status).toBe(200);
  }
  let told = "";
  while (!told.includes("renamed a")) told += (await reader?.read())?.value ?? "";
  await reader?.cancel();
  expect([told.includes(a.stream), told.includes(b.stream), told.includes("renamed b")]).toEqual([true, false, false]);
});

test("the log says for which tenant a request was", async () => {
  await using world = await openTestApp();
  await world.call("GET", "/v1/streams", { headers: { "polycast-tenant": "a" } });
  const line: unknown = JSON.parse(world.lines.at(-1) ?? "");
  expect(line).toMatchObject({ msg: "request", route: "/v1/streams", tenantId: "a", keyId: expect.any(String) });
});
