import { fakeProvider } from "@polycast/core/testing";
import { expect, test } from "vitest";
import { createManualClock } from "../control/manual-clock.test.support.ts";
import { openTestApp, type TestApp } from "./test-app.test.support.ts";

const target = { name: "T", destination: { url: "rtmp://planted.example.com/live", streamKey: "planted-key-0001" } };

async function tell(world: TestApp, headers: Record<string, string> = {}): Promise<string> {
  const all = { authorization: `Bearer ${world.keys.read}`, ...headers };
  const response = await world.app.request("/metrics", { headers: all });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, expect.stringContaining("text/plain")]);
  return response.text();
}

/** The value of a series; its labels in any order. */
function valueOf(text: string, name: string, labels: Record<string, string> = {}): number | undefined {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = text.split("\n").find((one) => {
    const [, found, set = ""] = /^(\w+)(?:\{(.*)\})? /u.exec(one) ?? [];
    return found === name && wanted.every((label) => set.includes(label));
  });
  return line === undefined ? undefined : Number(line.split(" ").at(-1));
}

test("tells of streams, targets, requests, the store and the process, and of no name, key or URL", async () => {
  const fake = fakeProvider();
  await using world = await openTestApp({ fake: fake.provider });
  await world.call("POST", "/v1/streams", { body: { name: "planted", targets: [target] } });
  fake.goLive("stream-1");
  await world.opened.eventOf("target.live");
  await world.call("GET", "/v1/streams/planted-id");
  await world.call("GET", "/planted-path");
  const text = await tell(world);
  expect(valueOf(text, "polycast_streams", { provider: "fake", state: "live" })).toBe(1);
  expect(valueOf(text, "polycast_targets", { provider: "fake", state: "live" })).toBe(1);
  expect(valueOf(text, "polycast_target_seconds_in_state_total", { provider: "fake", state: "live" })).toBeGreaterThan(
    0,
  );
  const requests = "polycast_http_request_duration_seconds_count";
  expect(valueOf(text, requests, { method: "POST", route: "/v1/streams", status: "2xx" })).toBe(1);
  expect(valueOf(text, requests, { method: "GET", route: "/v1/streams/:id", status: "4xx" })).toBe(1);
  expect(valueOf(text, requests, { method: "GET", route: "none", status: "4xx" })).toBe(1);
  expect(valueOf(text, "polycast_event_log_position")).toBeGreaterThan(2);
  expect(valueOf(text, "polycast_webhook_deliveries_pending")).toBe(0);
  expect(valueOf(text, "polycast_reconcile_passes_total")).toBeGreaterThanOrEqual(0);
  expect(valueOf(text, "nodejs_eventloop_lag_seconds")).toBeDefined();
  expect(valueOf(text, "process_resident_memory_bytes")).toBeGreaterThan(0);
  expect(text).not.toContain("planted");
  expect(text).not.toContain("tgt_");
});

test("counts retries and failures from the first look on, by reason", async () => {
  const fake = fakeProvider();
  const clock = createManualClock();
  await using world = await openTestApp({ fake: fake.provider }, { clock });
  const created = await world.call("POST", "/v1/streams", { body: { name: "Show", targets: [target] } });
  const { stream } = created.body as { stream: { targets: [{ bindings: [{ id: string }] }] } };
  const [{ bindings }] = stream.targets;
  fake.goLive("stream-1");
  await world.opened.eventOf("target.live");
  const before = await tell(world);
  expect(valueOf(before, "polycast_target_failures_total")).toBeUndefined();
  fake.fail({ streamId: "stream-1", id: bindings[0].id }, "refused", { final: true });
  await world.opened.eventOf("target.failed");
  expect(await tell(world)).toBe(before);
  clock.advance(1000);
  const after = await tell(world);
  expect(valueOf(after, "polycast_target_failures_total", { provider: "fake", reason: "refused" })).toBe(1);
});

test("needs a key with `read` that is bound to no tenant, unless it is public", async () => {
  await using world = await openTestApp();
  expect((await world.call("GET", "/metrics", { headers: { authorization: "" } })).status).toBe(401);
  expect((await world.call("GET", "/metrics", { key: world.keys.ingest })).status).toBe(403);
  expect((await world.call("GET", "/metrics", { headers: { "polycast-tenant": "a" } })).status).toBe(403);
  await using open = await openTestApp(undefined, { metricsPublic: true });
  expect(await tell(open, { authorization: "" })).toContain("polycast_build_info");
});

test("single targets are told for a bounded number", async () => {
  await using world = await openTestApp(undefined, { metricsTargets: 1 });
  await world.call("POST", "/v1/streams", { body: { name: "Show", targets: [target, target] } });
  const series = (await tell(world)).split("\n").filter((line) => line.startsWith("polycast_target_live{"));
  expect(series).toHaveLength(1);
  expect(series[0]).toContain('target="tgt_');
});
