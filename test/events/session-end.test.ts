import type { Event, ProviderAdapter } from "@polycast/core";
import { Secret } from "@polycast/core/provider";
import { createGateway, createLog } from "polycast";
import { expect, test } from "vitest";
import { tempDir } from "../harness/temp-dir.ts";
import { relayScene } from "./relay-scene.ts";

const STEP_MS = 10;

/** The relay under a gateway, with a stream that is live; its clock is so many milliseconds behind the gateway's. */
async function onAir(behindMs = 0) {
  await using stack = new AsyncDisposableStack();
  const scene = await relayScene({ deliver: fetch });
  stack.defer(() => scene.close());
  const dir = stack.use(await tempDir());
  const { log } = createLog({ level: "fatal", format: "json" });
  const settings = {
    httpPort: 0,
    host: "127.0.0.1",
    dataDir: dir.path,
    provider: "selfhost",
    apiKey: new Secret("pcsk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"),
    allowPrivateTargets: true,
    eventRetentionDays: 30,
    inboxRetentionDays: 7,
  };
  const providers = { selfhost: behind(scene.adapter, behindMs) };
  const gateway = await createGateway({ settings, providers, log });
  stack.defer(() => gateway.close());
  const { streams, events } = gateway.control;
  const [destination] = scene.destinations;
  if (!destination) throw new Error("the scene has no destination");
  const { stream } = await streams.create({ name: "show", targets: [{ name: "a", destination }] });
  const readLog = async (): Promise<Event[]> =>
    (await events.list({ streamId: stream.id, limit: 100 })).data.filter((event) => "streamId" in event);
  const eventOf = async (type: Event["type"]): Promise<Event> => {
    for (;;) {
      const found = (await readLog()).find((event) => event.type === type);
      if (found) return found;
      await scene.advance(STEP_MS);
    }
  };
  const own = stream.bindings?.[0]?.id ?? "";
  // By its clock, too, the encoder comes after the stream was made.
  await scene.advance(behindMs);
  await scene.encoder.start(own);
  await eventOf("target.live");
  const { session } = await streams.get(stream.id);
  const goodbye = () => scene.encoder.end(own);
  return { scene, streams, stream, session, goodbye, eventOf, told: readLog, stage: stack.move() };
}

/** The adapter with a slow clock behind its reports. */
function behind(adapter: ProviderAdapter, ms: number): ProviderAdapter {
  return {
    ...adapter,
    subscribe: (listener) =>
      adapter.subscribe?.((one) => listener({ ...one, sequence: one.sequence - ms * 1_000 })) ?? (() => undefined),
  };
}

/** What was observed of the stream or of its target, in order. */
function factsOf(events: readonly Event[], what: "stream" | "target"): string[] {
  const types = events.map(({ type }) => type).filter((type) => type.startsWith(`${what}.`));
  return types.filter((type) => !/created|updated/u.test(type));
}

// An answer counts from two seconds before it was asked for: a stream that has just gone live is live by it.
test.each([
  { by: "a goodbye", source: "relay" },
  { by: "a call at once, of which the relay is believed" },
  { by: "a call later, of which the relay tells after the answer", source: "api", afterMs: 2_100 },
  { by: "a call later, of which the relay's report is late news", source: "api", behindMs: 2_500 },
])("the end of a session by $by is one event, of a stream that is idle", async ({ by, source, ...when }) => {
  const { scene, streams, stream, session, goodbye, eventOf, told, stage } = await onAir(when.behindMs);
  await using _closedLast = stage;
  await scene.advance(when.afterMs ?? 0);
  if (by === "a goodbye") await goodbye();
  else await streams.end(stream.id);
  expect(await eventOf("stream.ended")).toMatchObject({
    ...(source ? { source } : {}),
    sessionId: session?.id,
    data: { stream: { status: { state: "idle" } }, previous: { status: { state: "live" } } },
  });
  await eventOf("target.idle");
  // The relay tells what it has seen before it answers: then nothing about the end is under way any more.
  await streams.update(stream.id, { name: "over" });
  await eventOf("stream.updated");
  const events = await told();
  expect(factsOf(events, "stream")).toEqual(["stream.live", "stream.ended"]);
  expect(factsOf(events, "target")).toEqual(["target.connecting", "target.live", "target.idle"]);
});

test("the end of a session by disabling its stream is one event, too", async () => {
  const { streams, stream, session, eventOf, told, stage } = await onAir();
  await using _closedLast = stage;
  await streams.update(stream.id, { enabled: false });
  expect(await eventOf("stream.disabled")).toMatchObject({ sessionId: session?.id });
  await streams.update(stream.id, { enabled: true });
  await eventOf("stream.idle");
  expect(factsOf(await told(), "stream")).toEqual(["stream.live", "stream.disabled", "stream.idle"]);
});
