import { createMultistream, type Event, type Snapshot } from "@polycast/core";
import { expect, test } from "vitest";
import { message } from "./test-support/event-source.ts";
import { streamEvent, targetEvent, wireStream, wireTable, wireTarget } from "./test-support/samples.ts";
import { stubGateway } from "./test-support/stub-gateway.ts";

const ref = { streamId: "str_1", id: "tgt_1" };
const at = "2026-03-01T12:00:00.000Z";
const off = { enabled: false, status: { state: "disabled", source: "webhook", since: at } };
const on = { enabled: true, status: { state: "idle", source: "webhook", since: at } };
const status = { state: "idle", source: "poll", since: "2026-03-01T11:00:00.000Z" };
const stream = wireStream({ status, targets: [wireTarget({ ...on, status })] });

/** A watch of a gateway whose log is played by the test, with its snapshot taken. */
async function watching() {
  const encoder = new TextEncoder();
  const log = new TransformStream<Uint8Array, Uint8Array>();
  const writer = log.writable.getWriter();
  const { adapter } = stubGateway({
    "GET /v1/providers": {
      json: { data: [{ name: "mux-us", default: true, capabilities: wireTable }] },
    },
    "GET /v1/streams": { json: { data: [stream] } },
    "GET /v1/streams/str_1": { json: stream },
    "PATCH /v1/streams/str_1/targets/tgt_1": [{ json: wireTarget(off) }, { json: wireTarget(on) }],
    "GET /v1/events/stream": async () =>
      new Response(log.readable, { headers: { "content-type": "text/event-stream" } }),
  });
  const live = createMultistream({ provider: adapter });
  const events = live.watch()[Symbol.asyncIterator]();
  expect(await events.next()).toMatchObject({ value: { type: "snapshot" } });
  return {
    live,
    logs: (...messages: string[]) => void writer.write(encoder.encode(messages.join(""))),
    take: async (count: number) => {
      const taken: IteratorResult<Snapshot | Event>[] = [];
      for (let n = 0; n < count; n++) taken.push(await events.next());
      return taken.map(({ value }: IteratorResult<Snapshot | Event, unknown>) => tell(value));
    },
    [Symbol.asyncDispose]: () => live.close(),
  };
}

/** The type of an event, and its target's wish where it is about one. */
function tell(value: unknown): unknown {
  const { type, data } = value as Event;
  return "target" in data ? `${type}:${data.target.enabled}` : type;
}

const switchedOff = [
  message(1, targetEvent("updated", { id: "evt_1", sequence: 1 }, { ...off, status })),
  message(2, targetEvent("disabled", { id: "evt_2", sequence: 2 }, off)),
];
const switchedOn = [
  message(3, targetEvent("updated", { id: "evt_3", sequence: 3 }, { ...off, enabled: true })),
  message(4, targetEvent("idle", { id: "evt_4", sequence: 4 }, on)),
];
const inOrder = ["target.updated:false", "target.disabled:false", "target.updated:true", "target.idle:true"];

test.each(["before the answers", "after them"])("wishes and facts are told in the log's order: %s", async (when) => {
  await using watch = await watching();
  const isBefore = when === "before the answers";
  if (isBefore) watch.logs(...switchedOff, ...switchedOn);
  const early = isBefore ? await watch.take(4) : [];
  await watch.live.targets.disable(ref);
  await watch.live.targets.enable(ref);
  if (!isBefore) watch.logs(...switchedOff, ...switchedOn);
  const late = isBefore ? [] : await watch.take(4);
  expect([...early, ...late]).toEqual(inOrder);
  // Nothing was told twice.
  watch.logs(message(5, streamEvent("live", { id: "evt_5", sequence: 5 })));
  expect(await watch.take(1)).toEqual(["stream.live"]);
});

test("what others ask for is told, too, and what a gap has hidden with the next snapshot", async () => {
  await using watch = await watching();
  watch.logs(message(1, targetEvent("updated", { sequence: 1 }, { ...on, status, name: "Renamed" })));
  expect(await watch.take(1)).toEqual(["target.updated:true"]);
  const now = wireStream({ status, name: "Another", targets: [wireTarget({ ...off, name: "Renamed" })] });
  watch.logs(message(9, { streams: [now] }, "snapshot"));
  expect(await watch.take(3)).toEqual(["stream.updated", "target.updated:false", "target.disabled:false"]);
  watch.logs(message(10, targetEvent("deleted", { sequence: 10 })), message(11, streamEvent("deleted")));
  expect(await watch.take(2)).toEqual(["target.deleted:false", "stream.deleted"]);
});
