import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { signedStandardWebhook } from "@polycast/core/testing";
import * as livepeer from "@polycast/livepeer/testing";
import * as mux from "@polycast/mux/testing";
import { expect, onTestFinished, test } from "vitest";
import { startChild } from "../harness/child.ts";

const example = fileURLToPath(new URL("../../examples/webhook-receiver.ts", import.meta.url));
const muxSecret = "example-mux-secret-0001";
const livepeerSecret = "example-livepeer-secret-0001";
const polycastSecret = `whsec_${randomBytes(32).toString("base64")}`;
const secrets = {
  MUX_WEBHOOK_SECRET: muxSecret,
  LIVEPEER_WEBHOOK_SECRET: livepeerSecret,
  POLYCAST_WEBHOOK_SECRET: polycastSecret,
};

async function openExample(environment: Record<string, string>) {
  const child = await startChild(process.execPath, ["--conditions=@polycast/source", "--no-warnings", example], {
    env: { PATH: process.env["PATH"], PORT: "0", ...environment },
  });
  onTestFinished(() => child.stop());
  await child.waitForOutput(/at (http:\S+)/u);
  const [, url = ""] = /at (http:\S+)/u.exec(child.output()) ?? [];
  const post = async (path: string, request: Request): Promise<number> => {
    const sent = { method: "POST", headers: request.headers, body: await request.arrayBuffer() };
    return (await fetch(url + path, sent)).status;
  };
  return { child, post, url };
}

const broadcasting = {
  id: "e1",
  type: "video.live_stream.simulcast_target.broadcasting",
  data: { id: "T1", live_stream_id: "LS1", status: "broadcasting" },
  created_at: new Date().toISOString(),
};

/** What a gateway would send about one target. */
const event = (type: string, sequence: number) => ({
  id: `evt_${sequence}`,
  type,
  sequence,
  streamId: "str_1",
  data: { target: { id: "tgt_1" } },
});

test("webhooks of providers and of a gateway are told, each once and in its order", async () => {
  const { child, post } = await openExample(secrets);
  const webhook = await mux.signedRequest(broadcasting, { secret: muxSecret });
  expect(await post("/webhooks/mux", webhook.clone())).toBe(200);
  expect(await post("/webhooks/mux", webhook)).toBe(200);
  const started = { event: "stream.started", stream: { id: "s1", isActive: true } };
  expect(await post("/webhooks/livepeer", await livepeer.signedRequest(started, { secret: livepeerSecret }))).toBe(200);
  const failed = await signedStandardWebhook(event("target.failed", 7), { secret: polycastSecret });
  expect(await post("/polycast", failed.clone())).toBe(204);
  expect(await post("/polycast", failed)).toBe(204);
  const older = await signedStandardWebhook(event("target.live", 6), { secret: polycastSecret });
  expect(await post("/polycast", older)).toBe(204);
  const disabled = { id: "evt_8", type: "webhook_endpoint.disabled", data: { endpoint: { id: "whe_1" } } };
  expect(await post("/polycast", await signedStandardWebhook(disabled, { secret: polycastSecret }))).toBe(204);
  await child.stop();
  expect(child.output().trim().split("\n").slice(1)).toEqual([
    "mux: target.live T1",
    "livepeer: stream.live s1",
    "polycast: target.failed tgt_1",
    "polycast: webhook_endpoint.disabled whe_1",
  ]);
});

test("what is not signed by them is refused, and nothing is told of it", async () => {
  const { child, post, url } = await openExample(secrets);
  const wrong = "example-wrong-secret-0001";
  expect(await post("/webhooks/mux", await mux.signedRequest(broadcasting, { secret: wrong }))).toBe(401);
  const forged = await signedStandardWebhook(event("target.live", 1), {
    secret: `whsec_${randomBytes(32).toString("base64")}`,
  });
  expect(await post("/polycast", forged)).toBe(401);
  expect(await post("/elsewhere", new Request(url, { method: "POST", body: "{}" }))).toBe(404);
  expect((await fetch(`${url}/polycast`)).status).toBe(405);
  const large = new Request(url, { method: "POST", body: "x".repeat(2_000_000) });
  await expect(post("/polycast", large)).rejects.toThrow("fetch failed");
  await child.stop();
  expect(child.output()).not.toContain("target.live");
});

test("a secret that is not set opens nothing", async () => {
  const { post } = await openExample({});
  expect(await post("/webhooks/mux", await mux.signedRequest(broadcasting, { secret: muxSecret }))).toBe(503);
  const signed = await signedStandardWebhook(event("target.live", 1), { secret: polycastSecret });
  expect(await post("/polycast", signed)).toBe(401);
});
