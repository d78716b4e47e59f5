import { describe, expect, test } from "vitest";
import { retryAfter } from "./deliver.ts";
import { idOf, idsOf, livepeerAccount, URL } from "./livepeer-account.test.support.ts";
import { signatureOf } from "./sign.ts";

const HOOK = { name: "hook", url: "https://example.org/hook", events: ["stream.started", "multistream.connected"] };

describe("a webhook", () => {
  test("is created with 201 and shows its secret in clear", async () => {
    const { call } = livepeerAccount();
    const made = await call("POST", "/webhook", { ...HOOK, sharedSecret: "hush" });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ ...HOOK, sharedSecret: "hush", kind: "webhook" });
    expect((await call("GET", `/webhook/${idOf(made)}`)).body).toHaveProperty("sharedSecret", "hush");
    expect((await call("GET", "/webhook")).body).toEqual([expect.objectContaining({ sharedSecret: "hush" })]);
  });

  test("needs events, of those that there are", async () => {
    const { call } = livepeerAccount();
    const { status, body } = await call("POST", "/webhook", { name: "a", url: "https://example.org" });
    expect([status, body]).toEqual([422, { errors: ['must provide "events" field with subscriptions'] }]);
    expect((await call("POST", "/webhook", { ...HOOK, events: [] })).status).toBe(201);
    expect((await call("POST", "/webhook", { ...HOOK, events: ["target.live"] })).status).toBe(422);
    expect((await call("POST", "/webhook", { ...HOOK, url: "ftp://example.org" })).status).toBe(422);
  });

  test("is replaced by the id in the body, changed in part by PATCH, and deleted once", async () => {
    const { call } = livepeerAccount();
    const id = idOf(await call("POST", "/webhook", HOOK));
    expect((await call("PUT", `/webhook/${id}`, HOOK)).status).toBe(404);
    const put = await call("PUT", `/webhook/${id}`, { ...HOOK, id, name: "put" });
    expect([put.status, put.body]).toEqual([200, { id }]);
    expect((await call("PATCH", `/webhook/${id}`, { events: ["stream.idle"] })).status).toBe(204);
    expect((await call("GET", `/webhook/${id}`)).body).toMatchObject({ name: "put", events: ["stream.idle"] });
    expect((await call("DELETE", `/webhook/${id}`)).status).toBe(204);
    expect((await call("GET", `/webhook/${id}`)).status).toBe(404);
  });
});

describe("a delivery", () => {
  test("has Livepeer's order of fields, is signed over the body, and holds no key and no address", async () => {
    const { call, simulator, attach, newStream, pass } = livepeerAccount();
    const hook = idOf(await call("POST", "/webhook", { ...HOOK, sharedSecret: "hush" }));
    const stream = await newStream();
    const target = idOf(await attach(stream, { spec: { name: "yt", url: URL } }));
    await simulator.stage.connect(stream);
    await pass(7_000);
    const [started, connected] = simulator.webhooks.deliveries();
    const startedBody: object = JSON.parse(started?.body ?? "{}");
    expect(Object.keys(startedBody)).toEqual(["id", "webhookId", "createdAt", "timestamp", "event", "stream"]);
    const body: object = JSON.parse(connected?.body ?? "{}");
    expect(Object.keys(body)).toEqual(["id", "webhookId", "createdAt", "timestamp", "event", "stream", "payload"]);
    const at = 1_795_365_674_784 + 7_000;
    expect(body).toMatchObject({
      webhookId: hook,
      createdAt: at,
      timestamp: at,
      event: "multistream.connected",
      stream: { id: stream, isActive: true },
      payload: { target: { id: target, name: "yt", profile: "source" } },
    });
    expect(Object.keys(Object(body).stream)[0]).toBe("lastSeen");
    expect(body).not.toHaveProperty("stream.streamKey");
    expect(connected?.body).not.toContain("abcd-key");
    expect(connected?.headers).toEqual({
      "content-type": "application/json",
      "user-agent": "livepeer.studio",
      "livepeer-signature": await signatureOf("hush", connected?.body ?? "", at),
    });
  });

  test("is not signed without a secret", async () => {
    const { simulator, newStream, pass } = livepeerAccount();
    simulator.addWebhook({ url: HOOK.url });
    await simulator.stage.connect(await newStream());
    await pass(0);
    expect(simulator.webhooks.deliveries()[0]?.headers).not.toHaveProperty("livepeer-signature");
  });

  test("livepeer quirk a: goes to every webhook that subscribed, with one id, whatever stream the webhook names", async () => {
    const { call, simulator, newStream, pass } = livepeerAccount();
    const hooks = [
      idOf(await call("POST", "/webhook", HOOK)),
      idOf(await call("POST", "/webhook", { ...HOOK, streamId: "another-stream" })),
    ];
    await call("POST", "/webhook", { ...HOOK, events: ["stream.idle"] });
    await simulator.stage.connect(await newStream());
    await pass(0);
    const deliveries = simulator.webhooks.deliveries();
    expect(deliveries.map(({ endpointId }) => endpointId).toSorted()).toEqual(hooks.toSorted());
    expect(new Set(deliveries.map(({ eventId }) => eventId)).size).toBe(1);
  });

  test("livepeer quirk b: multistream events of another project go to the default project's webhooks alone", async () => {
    const keys = ["a", "b"].map((projectId) => ({ key: `key-${projectId}`, projectId }));
    const account = { userId: "u", email: "e@example.org", defaultProjectId: "a", keys };
    const { call, simulator, pass } = livepeerAccount({ accounts: [account] });
    const ofA = idOf(await call("POST", "/webhook", HOOK, "key-a"));
    const ofB = idOf(await call("POST", "/webhook", HOOK, "key-b"));
    const targets = [{ profile: "source", spec: { url: URL } }];
    const stream = idOf(await call("POST", "/stream", { name: "s", multistream: { targets } }, "key-b"));
    await simulator.stage.connect(stream);
    await pass(7_000);
    expect(simulator.webhooks.deliveries().map(({ type, endpointId }) => [type, endpointId])).toEqual([
      ["stream.started", ofB],
      ["multistream.connected", ofA],
    ]);
  });
});

/** A receiver that gives these answers in turn, then 200. */
const receiver = (...statuses: number[]) => {
  const left = [...statuses];
  return () => Promise.resolve(new Response("said the receiver", { status: left.shift() ?? 200 }));
};

describe("what the receiver answers", () => {
  test("a 5xx is tried again after 5, 10, 20 s with the same id, a new time and a new signature", async () => {
    const { call, simulator, newStream, pass } = livepeerAccount({ fetch: receiver(500, 503, 500) });
    await call("POST", "/webhook", { ...HOOK, sharedSecret: "hush" });
    const stream = await newStream();
    await simulator.stage.connect(stream);
    await simulator.stage.end(stream);
    for (const wait of [0, 5_000, 10_000, 20_000, 3_600_000]) await pass(wait);
    const attempts = simulator.webhooks.deliveries();
    const start = attempts[0]?.at ?? 0;
    expect(attempts.map(({ at }) => at - start)).toEqual([0, 5_000, 15_000, 35_000]);
    const bodies = attempts.map(({ body }): object => JSON.parse(body));
    const [first] = bodies;
    for (const [n, body] of bodies.entries()) {
      expect(body).toEqual({ ...first, timestamp: attempts[n]?.at });
    }
    expect(new Set(attempts.map(({ headers }) => headers["livepeer-signature"])).size).toBe(4);
  });

  test("a 4xx is final", async () => {
    const { simulator, newStream, pass } = livepeerAccount({ fetch: receiver(404) });
    simulator.addWebhook({ url: HOOK.url });
    await simulator.stage.connect(await newStream());
    await pass(3_600_000);
    expect(simulator.webhooks.deliveries()).toHaveLength(1);
  });

  test("waits grow to an hour and end after 33 tries", () => {
    expect([1, 2, 5, 10, 11, 33, 34].map((attempt) => retryAfter(attempt, {}))).toEqual([
      5_000,
      10_000,
      80_000,
      2_560_000,
      3_600_000,
      3_600_000,
      undefined,
    ]);
    expect([200, 302, 400, 429, 500].map((status) => retryAfter(1, { status }) !== undefined)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  test("a deleted webhook gets the retries that are under way, and nothing new", async () => {
    const { call, simulator, newStream, pass } = livepeerAccount({ fetch: receiver(500) });
    const { id } = simulator.addWebhook({ url: HOOK.url });
    await simulator.stage.connect(await newStream());
    await pass(0);
    await call("DELETE", `/webhook/${id}`);
    await pass(5_000);
    expect(simulator.webhooks.deliveries()).toHaveLength(2);
    await simulator.stage.connect(await newStream());
    await pass(0);
    expect(simulator.webhooks.deliveries()).toHaveLength(2);
  });

  test("is in the webhook's log and, later, in its status; a resend keeps the event's id", async () => {
    const { call, simulator, newStream, pass } = livepeerAccount({ fetch: receiver(404) });
    const { id } = simulator.addWebhook({ url: HOOK.url });
    await simulator.stage.connect(await newStream());
    await pass(0);
    const log = await call("GET", `/webhook/${id}/log`);
    expect(log.body).toEqual([
      expect.objectContaining({
        event: "stream.started",
        success: false,
        response: { body: btoa("said the receiver"), status: 404, statusText: "" },
      }),
    ]);
    expect((await call("GET", `/webhook/${id}`)).body).toMatchObject({ status: { lastTriggeredAt: 0 } });
    await pass(30_000);
    expect((await call("GET", `/webhook/${id}`)).body).toMatchObject({ status: { lastFailure: { statusCode: 404 } } });

    const [entry] = idsOf(log);
    expect((await call("GET", `/webhook/${id}/log/${entry}`)).status).toBe(200);
    expect((await call("POST", `/webhook/${id}/log/${entry}/resend`)).status).toBe(200);
    await pass(0);
    const [sent, again] = simulator.webhooks.deliveries();
    expect(again?.eventId).toBe(sent?.eventId);
    expect((await call("GET", `/webhook/${id}/log`)).body).toHaveLength(2);
  });
});

test("reset forgets all but the settings", async () => {
  const { call, simulator, newStream, newTarget, pass, targets } = livepeerAccount({
    webhooks: [{ url: "https://a.example" }],
  });
  simulator.addWebhook({ url: HOOK.url });
  await newTarget();
  await simulator.stage.connect(await newStream());
  simulator.reset();
  await pass(60_000);
  expect(simulator.webhooks.deliveries()).toEqual([]);
  expect((await call("GET", "/webhook")).body).toEqual([expect.objectContaining({ url: "https://a.example" })]);
  expect([(await call("GET", "/stream")).body, await targets()]).toEqual([[], []]);
  expect((await call("GET", "/user/me")).status).toBe(200);
});
