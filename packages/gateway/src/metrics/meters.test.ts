import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { putApiKey } from "../store/index.ts";
import { temporaryStore } from "../store/temporary-store.test.support.ts";
import { createHttpMeter } from "./http-meter.ts";
import { meterStore } from "./metered-store.ts";
import { createMetrics } from "./metrics.ts";
import { createDeliveryMeter, createIncomingMeter } from "./webhook-meters.ts";

/** The series of a metric that were counted, without their values. */
async function seriesOf(registry: Registry, name: string): Promise<string[]> {
  const text = await registry.metrics();
  return text.split("\n").filter((line) => line.startsWith(`${name}{`));
}

test("requests are counted by what is bounded, whatever is sent", async () => {
  const registry = new Registry();
  const meter = createHttpMeter(registry);
  meter.observe("GET", "/v1/streams", 200, 0.01);
  meter.observe("PLANTED", "none", 501, 0.01);
  expect(await seriesOf(registry, "polycast_http_request_duration_seconds_count")).toEqual([
    'polycast_http_request_duration_seconds_count{method="GET",route="/v1/streams",status="2xx"} 1',
    'polycast_http_request_duration_seconds_count{method="other",route="none",status="5xx"} 1',
  ]);
});

test("webhooks are counted by instance, unless it is none", async () => {
  const registry = new Registry();
  const meter = createIncomingMeter(registry);
  meter.received("mux", 200);
  meter.received("mux", 401);
  meter.received("planted", 404);
  expect(await seriesOf(registry, "polycast_webhooks_received_total")).toEqual([
    'polycast_webhooks_received_total{instance="mux",outcome="stored"} 1',
    'polycast_webhooks_received_total{instance="mux",outcome="refused"} 1',
    'polycast_webhooks_received_total{instance="none",outcome="no_such_instance"} 1',
  ]);
});

test("deliveries are measured by how they ended", async () => {
  const registry = new Registry();
  const meter = createDeliveryMeter(registry);
  meter.attempted({ status: 204, durationMs: 20 });
  meter.attempted({ status: 500, error: "http_500", durationMs: 20 });
  meter.attempted({ error: "timeout", durationMs: 20_000 });
  expect(await seriesOf(registry, "polycast_webhook_delivery_duration_seconds_sum")).toEqual([
    'polycast_webhook_delivery_duration_seconds_sum{outcome="delivered"} 0.02',
    'polycast_webhook_delivery_duration_seconds_sum{outcome="refused"} 0.02',
    'polycast_webhook_delivery_duration_seconds_sum{outcome="unreachable"} 20',
  ]);
});

test("a measured store is the same store, and tells how its writes ended", async () => {
  const registry = new Registry();
  const inner = temporaryStore();
  const store = meterStore(inner, registry);
  const told: unknown[] = [];
  store.listen("keys", (id) => told.push(id));
  const key = { id: "key_a", hash: "aa", name: "A", scopes: ["read" as const], last4: "aaaa", createdAt: 1 };
  await store.write(() => putApiKey(key));
  await expect(store.write(() => putApiKey({ ...key, id: "key_b" }))).rejects.toMatchObject({ code: "conflict" });
  expect([told, store.exclusive, store.healthy()]).toEqual([["key_a"], inner.exclusive, true]);
  expect(await seriesOf(registry, "polycast_store_write_duration_seconds_count")).toEqual([
    'polycast_store_write_duration_seconds_count{outcome="stored"} 1',
    'polycast_store_write_duration_seconds_count{outcome="failed"} 1',
  ]);
});

test("what cannot be looked at keeps the rest from nothing", async () => {
  const errors: unknown[] = [];
  const metrics = createMetrics({ onError: (error) => errors.push(error) });
  metrics.beforeTelling(() => Promise.reject(new Error("no")));
  metrics.http.observe("GET", "/v1/streams", 200, 0.01);
  expect(await metrics.tell()).toContain('route="/v1/streams"');
  expect(errors).toHaveLength(1);
});
