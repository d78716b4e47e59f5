import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { isMultistreamError, MultistreamError } from "@polycast/core";
import { verifyStandardWebhook } from "@polycast/core/host";
import { eventSchema } from "@polycast/core/provider";
import { everythingAllowed, fakeProvider } from "@polycast/core/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import { readSse } from "./http/sse.test.support.ts";
import { openTestGateway } from "./test-gateway.test.support.ts";

const statusSchema = z.looseObject({ state: z.string() });
const createdSchema = z.object({
  stream: z.looseObject({
    id: z.string(),
    status: statusSchema,
    targets: z.array(z.looseObject({ id: z.string(), status: statusSchema })),
  }),
  ingest: z.array(z.looseObject({ streamKey: z.string() })),
});

/** A stream without who saw its states, and when. */
function withoutProof({ status, targets, ...stream }: z.infer<typeof createdSchema>["stream"]) {
  const states = targets.map(({ status, ...target }) => ({ ...target, state: status.state }));
  return { ...stream, state: status.state, targets: states };
}

/** Somebody who takes webhooks, at a port of this machine. */
async function openReceiver(): Promise<{ url: string; first: Promise<{ headers: Headers; body: Uint8Array }> }> {
  const { promise: first, resolve } = Promise.withResolvers<{ headers: Headers; body: Uint8Array }>();
  const server = createServer((request, response) => {
    const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    void buffer(request).then((body) => resolve({ headers, body }));
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { url: `http://127.0.0.1:${port}/hook`, first };
}

const target = {
  name: "A",
  destination: { url: "rtmp://media.example.com/live", streamKey: "planted-destination-key" },
};

const now = () => Date.parse("2026-01-02T03:04:05.000Z");

test("survives a restart with its streams, targets and ingest keys, and hands them back to the provider first", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "polycast-restart-"));
  try {
    const before = await openTestGateway(fakeProvider({ now }).provider, { dataDir });
    const response = await before.fetch("/v1/streams", {
      method: "POST",
      json: { name: "Show", targets: [target, target] },
    });
    const created = createdSchema.parse(await response.json());
    const path = `/v1/streams/${created.stream.id}`;
    await before.gateway.close();

    const fake = fakeProvider({ now });
    const restore = vi.spyOn(fake.provider, "restore");
    const after = await openTestGateway(fake.provider, { dataDir });
    expect(fake.calls().slice(0, 2)).toEqual(["restore", "start"]);
    expect(restore.mock.lastCall?.[0]).toMatchObject([
      { ingest: created.ingest, targets: [{ destination: target.destination }, {}] },
    ]);
    const restored = createdSchema.shape.stream.parse(await (await after.fetch(path)).json());
    expect(withoutProof(restored)).toEqual(withoutProof(created.stream));
    expect(await (await after.fetch(`${path}/ingest`)).json()).toEqual({ data: created.ingest });
    await after.gateway.close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("a port in use is told with the setting, and what was opened is closed again", async () => {
  await using first = await openTestGateway(fakeProvider().provider);
  const fake = fakeProvider();
  const dataDir = mkdtempSync(join(tmpdir(), "polycast-port-"));
  try {
    const opening = openTestGateway(fake.provider, { dataDir, httpPort: first.gateway.address.http });
    const error: unknown = await opening.catch((reason: unknown) => reason);
    expect(isMultistreamError(error, "conflict")).toBe(true);
    expect(error).toMatchObject({ hint: expect.stringContaining("POLYCAST_HTTP_PORT") });
    expect(fake.calls().at(-1)).toBe("close");
    const second = await openTestGateway(fakeProvider().provider, { dataDir });
    await second.gateway.close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("a provider that cannot start keeps the gateway from it, and what was opened is closed again", async () => {
  const { provider } = fakeProvider();
  const dataDir = mkdtempSync(join(tmpdir(), "polycast-start-"));
  try {
    const busy = new MultistreamError("conflict", "The port is in use.");
    const opening = openTestGateway({ ...provider, start: () => Promise.reject(busy) }, { dataDir });
    await expect(opening).rejects.toMatchObject({ code: "conflict" });
    const second = await openTestGateway(provider, { dataDir });
    await second.gateway.close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("closes in order: not ready, followers away, running requests answered, provider, store", async () => {
  const fake = fakeProvider();
  await using world = await openTestGateway(fake.provider);
  const { gateway } = world;
  const followed = await world.fetch("/v1/events/stream");
  const messages: string[] = [];
  const following = (async () => {
    for await (const { event } of readSse(followed)) messages.push(event ?? "");
  })();
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  fake.beforeAnswer("streams.create", () => {
    asked.resolve();
    return answer.promise;
  });
  const creating = world.fetch("/v1/streams", { method: "POST", json: { name: "Show" } });
  await asked.promise;
  expect((await gateway.app.request("/readyz")).status).toBe(200);
  const closing = gateway.close();
  expect((await gateway.app.request("/readyz")).status).toBe(503);
  await following;
  expect(messages).toEqual(["snapshot"]);
  expect(fake.calls()).not.toContain("close");
  answer.resolve();
  expect((await creating).status).toBe(201);
  await closing;
  expect(fake.calls().at(-1)).toBe("close");
  await gateway.close();
  await expect(world.fetch("/livez")).rejects.toThrow("fetch failed");
});

test("a provider's webhook becomes an event, and the event a signed webhook of ours", async () => {
  let ahead = 0;
  const status = { delivery: ["webhook" as const], states: ["idle" as const, "live" as const], reasons: true };
  const fake = fakeProvider({ now: () => Date.now() + ahead, capabilities: everythingAllowed({ status }) });
  await using world = await openTestGateway(fake.provider);
  const receiver = await openReceiver();
  const endpoint = { url: receiver.url, events: ["stream.live"] };
  const made = await world.fetch("/v1/webhook-endpoints", { method: "POST", json: endpoint });
  const { secret } = z.object({ secret: z.string() }).parse(await made.json());
  const created = await world.fetch("/v1/streams", { method: "POST", json: { name: "Show", targets: [target] } });
  const { stream } = createdSchema.parse(await created.json());
  ahead = 1000;
  fake.goLive("stream-1");
  for (const { headers, body } of await fake.takeWebhooks()) {
    const answer = await world.fetch("/webhooks/fake", { method: "POST", headers, body: Uint8Array.from(body) });
    expect(answer.status).toBe(200);
  }
  const delivery = await receiver.first;
  const event = eventSchema.parse(JSON.parse(new TextDecoder().decode(delivery.body)));
  expect(event).toMatchObject({ type: "stream.live", streamId: stream.id });
  expect(await verifyStandardWebhook(delivery, { secrets: [secret] })).toMatchObject({ id: event.id });
});

test("a planted credential is in no answer but the ingest, no event, no log line and no byte on the disk", async () => {
  const fake = fakeProvider({ name: "planted" });
  await using world = await openTestGateway(fake.provider);
  const bodies: string[] = [];
  const call = async (method: string, path: string, json?: unknown): Promise<string> => {
    const response = await world.fetch(path, json === undefined ? { method } : { method, json });
    const text = await response.text();
    bodies.push(text);
    return text;
  };
  const followed = await world.fetch("/v1/events/stream");
  const destinations = [
    { url: "rtmp://media.example.com/live", streamKey: "planted-destination-key-1" },
    { url: "rtmps://media.example.com/app/planted-destination-key-2" },
    { url: "rtmp://media.example.com/app?token=planted-token", streamKey: "planted-destination-key-3?a=b" },
    { preset: "twitch", streamKey: "planted-destination-key-4" },
  ];
  const targets = destinations.map((destination, index) => ({ name: `T${index}`, destination }));
  const created = createdSchema.parse(JSON.parse(await call("POST", "/v1/streams", { name: "Show", targets })));
  bodies.pop();
  const path = `/v1/streams/${created.stream.id}`;
  const [first] = created.stream.targets;
  for (const page of ["/v1/streams", path, `${path}/targets`, "/v1/targets", "/v1/events", `${path}/actions`])
    await call("GET", page);
  await call("PATCH", `${path}/targets/${first?.id}`, {
    destination: { preset: "kick", streamKey: "planted-destination-key-5" },
  });
  await call("PATCH", `${path}/targets/${first?.id}`, { destination: { url: "ftp://planted-host/planted-key" } });
  await call("POST", `${path}/targets`, {
    name: "X",
    destination: { url: "rtmp://u:planted-password@h/live/planted-key" },
  });
  await call("POST", "/v1/streams", '{"planted');
  fake.failNext("targets.restart", new Error("rtmp://media.example.com/live/planted-destination-key-1"));
  await call("POST", `${path}/targets/${first?.id}/restart`);
  await world.fetch(`${path}/ingest/rotate`, { method: "POST" });
  await world.fetch(`/v1/events?api_key=planted-key`);
  await call("DELETE", path);
  for await (const { data } of readSse(followed)) {
    bodies.push(data);
    if (data.includes("stream.deleted")) break;
  }
  await world.gateway.close();

  // The word itself is the name of the provider; what follows it is the secret.
  const secret = /planted-(?:destination|ingest|key|password|token)/u;
  expect(bodies.length).toBeGreaterThan(15);
  for (const body of bodies) expect(body).not.toMatch(secret);
  expect(world.lines.join("")).not.toMatch(secret);
  expect(world.lines.join("")).not.toContain(world.apiKey);
  for (const file of readdirSync(world.dataDir)) {
    const bytes = readFileSync(join(world.dataDir, file), "latin1");
    expect([file, bytes.match(secret)]).toEqual([file, null]);
    expect(bytes).not.toContain(world.apiKey);
  }
});

test("tells of so many single targets as the setting says", async () => {
  await using gateway = await openTestGateway(fakeProvider({ now }).provider, { metricsTargets: 1 });
  await gateway.fetch("/v1/streams", { method: "POST", json: { name: "Show", targets: [target, target] } });
  const told = await (await gateway.fetch("/metrics")).text();
  expect(told.match(/^polycast_target_live\{/gmu)).toHaveLength(1);
});
