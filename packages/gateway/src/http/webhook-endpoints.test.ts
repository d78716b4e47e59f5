import { fakeProvider } from "@polycast/core/testing";
import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { openTestControl } from "../control/test-control.test.support.ts";
import { createLog } from "../log/create-log.ts";
import { createOutbox } from "../outbox/create-outbox.ts";
import { openReceiver } from "../outbox/receiver.test.support.ts";
import { hashApiKey, newApiKey } from "../secrets/api-key.ts";
import { putApiKey } from "../store/api-keys.ts";
import { enqueueDeliveries, newId, notify, openVault, type Scope } from "../store/index.ts";
import { sampleEvent } from "../store/sample-records.test.support.ts";
import { createApp } from "./create-app.ts";
import { expectDocumented } from "./documented.test.support.ts";

const idSchema = z.looseObject({ id: z.string() });

/** The HTTP API with an outbox of its own beside the control plane. */
async function openApi() {
  const opened = await openTestControl({ fake: fakeProvider().provider });
  const { store, dataDir } = opened;
  const vault = await openVault(store, { dataDir });
  const { sealer } = vault;
  const lines: string[] = [];
  const output = { write: (line: string) => void lines.push(line), close: () => Promise.resolve() };
  const { log } = createLog({ format: "json", output });
  const outbox = createOutbox({ store, sealer, log: () => undefined, allowPrivate: true });
  outbox.start();
  onTestFinished(async () => {
    await outbox.close();
    await opened[Symbol.asyncDispose]();
  });
  const addKey = async (scope: Scope): Promise<string> => {
    const key = newApiKey();
    const record = {
      id: newId("apiKey"),
      hash: hashApiKey(key),
      name: scope,
      scopes: [scope],
      last4: "",
      createdAt: 0,
    };
    await store.write(() => putApiKey(record));
    return key;
  };
  const [admin, write] = [await addKey("admin"), await addKey("write")];
  const app = createApp({ control: opened.control, store, vault, log, outbox });
  const call = async (method: string, path: string, body?: unknown, key: string = admin) => {
    const type: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
    const init = { method, headers: { authorization: `Bearer ${key}`, ...type } };
    const response = await app.request(path, body === undefined ? init : { ...init, body: JSON.stringify(body) });
    await expectDocumented(app, method, path, response.clone());
    const text = await response.text();
    const parsed: unknown = text === "" ? undefined : JSON.parse(text);
    return { status: response.status, headers: response.headers, body: parsed };
  };
  const publish = async (): Promise<string> => {
    const event = sampleEvent("str_a");
    await store.write(function* () {
      yield* enqueueDeliveries(1, event);
      yield* notify("events");
    });
    return event.id;
  };
  return { app, call, publish, write, lines };
}

test("the life of a webhook endpoint", async () => {
  const { call, publish, lines } = await openApi();
  const receiver = await openReceiver();
  const url = `${receiver.url}?token=canary`;
  const created = await call("POST", "/v1/webhook-endpoints", { url, events: ["stream.live"] });
  expect(created).toMatchObject({
    status: 201,
    body: { url: `${receiver.url}?token=***`, secret: expect.stringMatching(/^whsec_/u), enabled: true },
  });
  const path = created.headers.get("location") ?? "";
  expect(path).toBe(`/v1/webhook-endpoints/${idSchema.parse(created.body).id}`);
  expect((await call("GET", path)).body).not.toHaveProperty("secret");
  expect(await call("GET", "/v1/webhook-endpoints")).toMatchObject({ body: { data: [{ enabled: true }] } });
  expect(await call("PATCH", path, { description: "Ops", events: null })).toMatchObject({
    status: 200,
    body: { description: "Ops" },
  });
  expect(await call("POST", `${path}/rotate-secret`)).toMatchObject({
    status: 200,
    body: { secret: expect.stringMatching(/^whsec_/u), previousExpiresAt: expect.any(String) },
  });
  const eventId = await publish();
  const list = () => call("GET", `${path}/deliveries?state=succeeded&limit=5`);
  while (JSON.stringify((await list()).body) === '{"data":[]}') await new Promise((resolve) => setImmediate(resolve));
  const { data } = z.object({ data: z.array(idSchema).length(1) }).parse((await list()).body);
  const delivery = `/v1/deliveries/${data[0]?.id}`;
  expect(await call("GET", delivery)).toMatchObject({
    status: 200,
    body: { eventId, state: "succeeded", attempts: 1, lastStatus: 200, log: [{ status: 200 }] },
  });
  expect(await call("POST", `${delivery}/replay`)).toMatchObject({ status: 202, body: { state: "pending" } });
  while (receiver.received.length < 2) await new Promise((resolve) => setImmediate(resolve));
  expect(await call("POST", `${path}/replay`)).toMatchObject({ status: 202, body: { replayed: 0 } });
  expect(await call("POST", `${path}/replay`, { state: "failed" })).toMatchObject({ body: { replayed: 0 } });
  expect(await call("PATCH", path, { enabled: false })).toMatchObject({ body: { enabled: false } });
  expect(await call("POST", `${delivery}/replay`)).toMatchObject({ status: 409, body: { code: "conflict" } });
  expect(await call("DELETE", path)).toMatchObject({ status: 204 });
  expect(await call("DELETE", path)).toMatchObject({ status: 204 });
  for (const gone of [path, delivery, `${path}/deliveries`]) {
    expect(await call("GET", gone)).toMatchObject({ status: 404, body: { code: "not_found" } });
  }
  expect(lines.join()).not.toContain("canary");
});

test("what does not fit is refused", async () => {
  const { call } = await openApi();
  const refuse = async (body: unknown) => (await call("POST", "/v1/webhook-endpoints", body)).body;
  expect(await refuse({ url: "nowhere" })).toMatchObject({ code: "invalid_argument", issues: [{ path: "url" }] });
  expect(await refuse({ url: "https://a.example/", events: ["target.lvie"] })).toMatchObject({
    issues: [{ path: "events.0", message: expect.stringContaining("target.live") }],
  });
  expect(await call("GET", "/v1/webhook-endpoints/whe_none/deliveries?limit=0")).toMatchObject({ status: 422 });
});

test("webhook endpoints are for admins", async () => {
  const { call, write } = await openApi();
  const body = { url: "https://a.example/" };
  expect(await call("POST", "/v1/webhook-endpoints", body, write)).toMatchObject({ status: 403 });
  for (const path of ["/v1/webhook-endpoints", "/v1/webhook-endpoints/x", "/v1/deliveries/x"]) {
    expect(await call("GET", path, undefined, write)).toMatchObject({ status: 403 });
  }
});

test("the document names what an endpoint is made of", async () => {
  const { app } = await openApi();
  const document = await (await app.request("/openapi.json")).text();
  for (const name of ["CreatedWebhookEndpoint", "WebhookEndpoint", "LoggedDelivery", "EndpointEvent"]) {
    expect(document).toContain(`"${name}":{`);
  }
});
