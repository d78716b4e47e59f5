import { createMultistream, createWebhookReceiver, type Event, memoryStateStore } from "@polycast/core";
import { describe, expect, test } from "vitest";
import { signedRequest } from "../testing.ts";
import { asked, simulated, useSimulators } from "../test-support/simulated.ts";

useSimulators();

const secret = "mux-webhook-secret-canary";

/** A stream with one target, made through a client that remembers, and a receiver that shares its memory. */
async function opened() {
  const { adapter, simulator } = simulated({ webhookSecrets: ["the-old-secret", secret] });
  const state = memoryStateStore();
  const client = createMultistream({ provider: adapter, state });
  const destination = { url: "rtmp://live.example.com/app", streamKey: "key-canary" } as const;
  const { stream } = await client.streams.create({
    name: "Show",
    targets: [{ name: "Twitch", reference: "dest-1", destination }],
  });
  const events: Event[] = [];
  const receiver = createWebhookReceiver({ providers: { mux: adapter }, state }).onAny((event) => events.push(event));
  const targetId = stream.targets?.[0]?.id ?? "";
  simulator.requests.clear();
  return { receiver, state, stream, targetId, events, calls: () => asked(simulator) };
}

/** An event of a target that does not say which stream it is about, as Mux's schema allows. */
function ofTarget(id: string, happened: string, data: object = {}) {
  return {
    type: `video.live_stream.simulcast_target.${happened}`,
    id: crypto.randomUUID(),
    created_at: new Date().toISOString(),
    object: { type: "simulcast-target", id },
    data: { id, status: happened, passthrough: "dest-1", stream_key: "key-canary", ...data },
  };
}

describe("the receiver finds the stream of a target", () => {
  test("by the target's id", async () => {
    const { receiver, stream, targetId, events, calls } = await opened();
    const request = await signedRequest(ofTarget(targetId, "broadcasting"), { secret });
    expect((await receiver.handle(request)).status).toBe(200);
    expect(events).toContainEqual(
      expect.objectContaining({ type: "target.live", provider: "mux", streamId: stream.id, source: "webhook" }),
    );
    expect(calls().every((call) => call === `GET /video/v1/live-streams/${stream.id}`)).toBe(true);
    expect(JSON.stringify(events)).not.toContain("canary");
  });

  test("by the passthrough, where the id is not known", async () => {
    const { receiver, state, stream, targetId, events, calls } = await opened();
    await state.delete(`polycast:mux:target:${targetId}`);
    const severity = { error_severity: "fatal" };
    const request = await signedRequest(ofTarget(targetId, "errored", severity), { secret });
    expect((await receiver.handle(request)).status).toBe(200);
    expect(events).toContainEqual(expect.objectContaining({ type: "target.failed", streamId: stream.id }));
    expect(calls().filter((call) => call === "GET /video/v1/live-streams")).toEqual([]);
  });

  test("by Mux's list, where nobody has ever seen it", async () => {
    const { receiver, state, stream, targetId, events } = await opened();
    await state.delete(`polycast:mux:target:${targetId}`);
    await state.delete("polycast:mux:reference:dest-1");
    const request = await signedRequest(ofTarget(targetId, "starting"), { secret });
    expect((await receiver.handle(request)).status).toBe(200);
    expect(events).toContainEqual(expect.objectContaining({ type: "target.connecting", streamId: stream.id }));
  });
});

test("a wrong secret is 401: Mux delivers it again for a day", async () => {
  const { receiver, targetId, events, calls } = await opened();
  const request = await signedRequest(ofTarget(targetId, "broadcasting"), { secret: "another" });
  expect((await receiver.handle(request)).status).toBe(401);
  expect([events, calls()]).toEqual([[], []]);
});

test("a type that says nothing of a stream is kept for those who ask", async () => {
  const { adapter } = simulated({ webhookSecrets: [secret] });
  const types: string[] = [];
  const receiver = createWebhookReceiver({ providers: { mux: adapter } }).onUnknown(({ type }) => types.push(type));
  const event = { ...ofTarget("T1", "idle"), type: "video.asset.ready" };
  expect((await receiver.handle(await signedRequest(event, { secret }))).status).toBe(200);
  expect(types).toEqual(["video.asset.ready"]);
});
