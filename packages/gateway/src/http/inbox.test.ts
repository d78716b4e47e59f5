import { type ProviderWebhooks, Secret } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { createManualClock } from "../control/manual-clock.test.support.ts";
import { goLive, openTestInbox, webhookProvider } from "../inbox/test-inbox.test.support.ts";
import { createLog } from "../log/create-log.ts";
import { hashApiKey, newApiKey } from "../secrets/api-key.ts";
import { putApiKey } from "../store/api-keys.ts";
import { newId, openVault, type Scope } from "../store/index.ts";
import { createApp } from "./create-app.ts";
import { expectDocumented } from "./documented.test.support.ts";

const register: NonNullable<ProviderWebhooks["register"]> = async () => ({
  id: "endpoint-1",
  secret: new Secret("planted"),
});

/** The API over an inbox, with one webhook that has arrived; every answer is checked against the document. */
async function openApi() {
  const clock = createManualClock();
  const fake = webhookProvider("fake", clock);
  const { webhooks } = fake.provider;
  if (!webhooks) throw new Error("it has no webhooks");
  const providers = { fake: { ...fake.provider, webhooks: { ...webhooks, register } } };
  const world = await openTestInbox({ clock, providers, publicUrl: "https://live.example.com" });
  const output = { write: (line: string) => void world.lines.push(line), close: () => Promise.resolve() };
  const vault = await openVault(world.store, { dataDir: world.dataDir });
  const { log } = createLog({ format: "json", output });
  const app = createApp({ control: world.control, store: world.store, vault, log, inbox: world.inbox, clock });
  const call = async (method: string, path: string, options: { key?: string; body?: unknown } = {}) => {
    const headers = new Headers();
    if (options.key !== undefined) headers.set("authorization", `Bearer ${options.key}`);
    if (options.body !== undefined) headers.set("content-type", "application/json");
    const body = options.body === undefined ? {} : { body: JSON.stringify(options.body) };
    const response = await app.request(path, { method, headers, ...body });
    await expectDocumented(app, method, path, response.clone());
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : (JSON.parse(text) as unknown) };
  };
  const addKey = async (scope: Scope): Promise<string> => {
    const key = newApiKey();
    const record = { id: newId("apiKey"), hash: hashApiKey(key), name: scope, last4: key.slice(-4), createdAt: 0 };
    await world.store.write(() => putApiKey({ ...record, scopes: [scope] }));
    return key;
  };
  const key = await addKey("admin");
  const { delivery } = await goLive(world, fake, clock);
  const post = async (
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers = delivery.headers,
  ): Promise<Response> => {
    const response = await app.request(path, { method: "POST", headers, body });
    await expectDocumented(app, "POST", path, response.clone());
    return response;
  };
  return { ...world, app, call, post, addKey, key, delivery };
}

describe("what a provider is answered", () => {
  test("200 once it is stored, and nothing of the address gets into the log", async () => {
    const world = await openApi();
    const response = await world.post("/webhooks/fake?token=planted-token", world.delivery.body.slice());
    expect([response.status, await response.json()]).toEqual([200, { received: true }]);
    expect(await world.settled()).toMatchObject([{ state: "done" }]);
    expect(world.lines.join("\n")).toContain("/webhooks/:instance");
    expect(world.lines.join("\n")).not.toContain("planted");
  });

  test("401, 404 and 405 as problems", async () => {
    const world = await openApi();
    const forged = await world.post("/webhooks/fake", "{}");
    expect([forged.status, await forged.json()]).toMatchObject([401, { code: "unauthenticated", retryable: false }]);
    expect((await world.post("/webhooks/nobody", "{}")).status).toBe(404);
    expect((await world.call("GET", "/webhooks/fake")).status).toBe(405);
  });

  test("503 with a time to come back when it is not stored", async () => {
    const world = await openApi();
    await world.inbox.close();
    const response = await world.post("/webhooks/fake", world.delivery.body.slice());
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await response.json()).toMatchObject({ retryable: true, outcome: "not_applied" });
  });

  test("413 for more than 1 MiB, announced or not", async () => {
    const world = await openApi();
    const { headers } = world.delivery;
    const announced = new Headers([...headers, ["content-length", String(1024 * 1024 + 1)]]);
    expect((await world.post("/webhooks/fake", "{}", announced)).status).toBe(413);
    expect((await world.post("/webhooks/fake", new Uint8Array(1024 * 1024 + 1))).status).toBe(413);
    // What fits is read, and then refused by its signature.
    expect((await world.post("/webhooks/fake", new Uint8Array(1024 * 1024))).status).toBe(401);
  });
});

describe("the inbox over HTTP", () => {
  const itemSchema = z.object({ id: z.string() });

  test("lists, shows and replays", async () => {
    const world = await openApi();
    const { key } = world;
    await world.post("/webhooks/fake", world.delivery.body.slice());
    await world.settled();
    const { body } = await world.call("GET", "/v1/inbox?provider=fake&state=done&limit=10", { key });
    const [item] = z.object({ data: z.array(itemSchema) }).parse(body).data;
    const path = `/v1/inbox/${item?.id}`;
    expect(await world.call("GET", path, { key })).toMatchObject({ status: 200, body: { id: item?.id } });
    expect(await world.call("POST", `${path}/replay`, { key })).toMatchObject({
      status: 202,
      body: { state: "received" },
    });
    await world.settled();
    const replayed = await world.call("POST", "/v1/inbox/replay", { key, body: { provider: "fake" } });
    expect(replayed).toEqual({ status: 202, body: { replayed: 1 } });
    expect((await world.call("POST", "/v1/inbox/inb_none/replay", { key })).status).toBe(404);
    expect((await world.call("GET", "/v1/inbox?state=lost", { key })).status).toBe(422);
    expect((await world.call("POST", "/v1/inbox/replay", { key, body: { receivedAfter: "now" } })).status).toBe(422);
  });

  test("connects a provider, without showing its secret", async () => {
    const world = await openApi();
    const { key } = world;
    const made = await world.call("POST", "/v1/providers/fake/webhooks", { key });
    expect(made).toMatchObject({ status: 201, body: { url: "https://live.example.com/webhooks/fake" } });
    const { id } = itemSchema.parse(made.body);
    const list = await world.call("GET", "/v1/providers/fake/webhooks", { key });
    expect(list).toEqual({ status: 200, body: { data: [made.body] } });
    const url = "http://live.example.com/in";
    expect((await world.call("POST", "/v1/providers/fake/webhooks", { key, body: { url } })).status).toBe(422);
    expect((await world.call("POST", "/v1/providers/nobody/webhooks", { key })).status).toBe(404);
    expect((await world.call("POST", "/v1/providers/fake/webhooks", { key })).status).toBe(409);
    expect(await world.call("DELETE", `/v1/providers/fake/webhooks/${id}`, { key })).toMatchObject({ status: 204 });
    expect(world.lines.join("\n") + JSON.stringify([made, list])).not.toContain("planted");
  });

  test.each([
    ["GET", "/v1/inbox"],
    ["GET", "/v1/inbox/inb_x"],
    ["POST", "/v1/inbox/inb_x/replay"],
    ["POST", "/v1/inbox/replay"],
    ["GET", "/v1/providers/fake/webhooks"],
    ["POST", "/v1/providers/fake/webhooks"],
    ["DELETE", "/v1/providers/fake/webhooks/pwh_x"],
  ])("%s %s is for admins", async (method, path) => {
    const world = await openApi();
    expect((await world.call(method, path)).status).toBe(401);
    for (const scope of ["read", "ingest", "write"] as const) {
      expect((await world.call(method, path, { key: await world.addKey(scope) })).status).toBe(403);
    }
    expect((await world.call(method, path, { key: world.key })).status).not.toBe(403);
  });
});
