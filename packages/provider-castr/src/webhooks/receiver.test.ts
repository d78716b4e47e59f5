import { createWebhookReceiver, type Event, memoryStateStore, type ProviderEvent } from "@polycast/core";
import { expect, test } from "vitest";
import { calm, catchRequests, newStream, newTarget, simulated } from "../test-support/simulated.ts";
import { signedRequest } from "../testing.ts";

catchRequests();

const token = "castr-url-token-canary";
const url = "https://app.example/webhooks/castr";

/** A stream that is live, and whose target is. */
async function opened() {
  const world = simulated({}, { webhookTokens: [token] });
  const { adapter, simulator, clock } = world;
  const { stream } = await adapter.streams.create(newStream({ targets: [newTarget()] }), calm());
  await simulator.stage.connect(stream.id);
  await adapter.streams.get(stream.id, calm());
  await clock.advance(60_000);
  return { ...world, stream };
}

test.each([
  ["one that names its stream", true],
  ["one that names none", false],
])("trap §5: a webhook is a hint: the API is read, again and again: %s", async (_name, isNamed) => {
  const { adapter, simulator, clock, stream } = await opened();
  const events: Event[] = [];
  const receiver = createWebhookReceiver({ providers: { castr: adapter }, state: memoryStateStore() }).onAny((event) =>
    events.push(event),
  );
  const hint = async () => {
    const said = isNamed ? { live_stream_id: stream.id } : { text: "Your stream is online" };
    return (await receiver.handle(await signedRequest({ event: "stream", ...said }, { token, url }))).status;
  };
  expect(await hint()).toBe(200);
  expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(["stream.live", "target.live"]));
  const before = events.length;
  expect(await hint()).toBe(200);
  expect(events).toHaveLength(before);
  await simulator.stage.end(stream.id);
  await clock.advance(60_000);
  expect(await hint()).toBe(200);
  expect(events.slice(before).map(({ type }) => type)).toEqual(expect.arrayContaining(["stream.ended", "target.idle"]));
  expect(new Set(events.map(({ source }) => source))).toEqual(new Set(["poll"]));
});

test("without state what was read is told, and without the token nothing is read", async () => {
  const { adapter, stream, calls } = await opened();
  const events: ProviderEvent[] = [];
  const receiver = createWebhookReceiver({ providers: { castr: adapter } }).onAny((event) => events.push(event));
  const said = { live_stream_id: stream.id };
  const before = calls().length;
  expect((await receiver.handle(await signedRequest(said, { url }))).status).toBe(401);
  expect(calls()).toHaveLength(before);
  expect((await receiver.handle(await signedRequest(said, { url, token }))).status).toBe(200);
  expect(events.map(({ type }) => type)).toEqual(["stream.live", "target.live"]);
  expect(JSON.stringify(events)).not.toContain("canary");
});
