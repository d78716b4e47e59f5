import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { followEvents } from "./follow-events.ts";
import { createGatewayClient } from "./gateway-client.ts";
import { type Answer, API_KEY, type Heard, openStandIn } from "./stand-in.test.support.ts";

const snapshot = 'retry: 2000\nid: 7\nevent: snapshot\ndata: {"type":"snapshot"}\n\n';
const event = (id: number): string => `id: ${id}\ndata: {"id":"evt_${id}"}\n\n`;
const gone = { status: 410, json: { code: "not_found", detail: "This cursor has expired." } };

/** Answers with these messages, and ends or breaks or goes on. */
function says(text: string, then: "end" | "break" | "stay"): Answer {
  return (response: ServerResponse, _request: Heard) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(text, () => {
      if (then === "end") response.end();
      if (then === "break") response.destroy();
    });
  };
}

/** Follows until there have been so many events or pauses. */
async function follow(answers: Answer[], until: { events?: number; pauses?: number; after?: string }) {
  const standIn = await openStandIn(...answers);
  const client = createGatewayClient({ POLYCAST_API_KEY: API_KEY }, standIn.url);
  const stop = new AbortController();
  const events: unknown[] = [];
  const pauses: number[] = [];
  const notices: string[] = [];
  const silences: (() => void)[] = [];
  const followed = followEvents(client, {
    query: { streamId: "str_1" },
    after: until.after,
    signal: stop.signal,
    onEvent(heard) {
      events.push(heard["id"]);
      if (events.length === until.events) stop.abort();
    },
    onNotice: (text) => void notices.push(text),
    pause(ms) {
      pauses.push(ms);
      if (pauses.length === until.pauses) stop.abort();
      return Promise.resolve();
    },
    timer(ms, callback) {
      silences.push(callback);
      expect(ms).toBeGreaterThan(15_000);
      return () => void silences.splice(silences.indexOf(callback), 1);
    },
  });
  return { standIn, followed, events, pauses, notices, silences };
}

test("a lost connection is made again, and nothing comes twice", async () => {
  const answers = [says(snapshot + event(8), "break"), says(event(9), "end"), says(event(10), "stay")];
  const { standIn, followed, events, notices } = await follow(answers, { events: 3 });
  await followed;
  expect(events).toEqual(["evt_8", "evt_9", "evt_10"]);
  expect(notices).toHaveLength(2);
  expect(standIn.heard.map(({ headers }) => headers["last-event-id"])).toEqual([undefined, "8", "9"]);
  expect(standIn.heard[0]).toMatchObject({
    path: "/v1/events/stream?streamId=str_1",
    headers: { authorization: `Bearer ${API_KEY}` },
  });
});

test("the gateway says how long to wait; later waits grow, up to a bound", async () => {
  const busy = { status: 503, json: { code: "provider_unavailable", detail: "Not ready." } };
  const goodbye = says(`${snapshot}retry: 3000\n\n`, "end");
  const { followed, pauses } = await follow([goodbye, busy], { pauses: 6 });
  await followed;
  expect(pauses).toEqual([3000, 6000, 12_000, 24_000, 30_000, 30_000]);
});

test("a cursor that is gone is told, and it begins anew", async () => {
  const answers = [says(snapshot + event(8), "end"), gone, says(snapshot + event(20), "stay")];
  const { standIn, followed, events, notices } = await follow(answers, { events: 2 });
  await followed;
  expect(events).toEqual(["evt_8", "evt_20"]);
  expect(notices.join(" ")).toContain("with a gap before it");
  expect(standIn.heard[2]?.headers["last-event-id"]).toBeUndefined();
});

test("a connection that falls silent is given up and made again", async () => {
  const answers = [says(snapshot + event(8), "stay"), says(event(9), "stay")];
  const { followed, events, silences } = await follow(answers, { events: 2 });
  await expect.poll(() => events).toEqual(["evt_8"]);
  expect(silences).toHaveLength(1);
  silences[0]?.();
  await followed;
  expect(events).toEqual(["evt_8", "evt_9"]);
});

test("it begins behind a cursor that was given", async () => {
  const { standIn, followed } = await follow([says(event(5), "stay")], { events: 1, after: "4" });
  await followed;
  expect(standIn.heard[0]?.headers["last-event-id"]).toBe("4");
});

test.each([
  ["no such cursor", [gone], "not_found"],
  [
    "no gateway's answer",
    [
      { status: 200, json: { some: "page" } },
      { status: 404, json: {} },
    ],
    "provider_response_invalid",
  ],
  [
    "a key that was taken away",
    [says(snapshot, "end"), { status: 401, json: { code: "unauthenticated", detail: "?" } }],
    "unauthenticated",
  ],
] satisfies [string, Answer[], string][])("%s is no reason to try again", async (_what, answers, code) => {
  const { followed } = await follow(answers, { pauses: 5, after: "4" });
  await expect(followed).rejects.toMatchObject({ code });
});

test("a first connection that fails is told at once", async () => {
  const client = createGatewayClient({ POLYCAST_API_KEY: API_KEY }, "http://127.0.0.1:1");
  const never = { query: {}, signal: new AbortController().signal, onEvent: () => {}, onNotice: () => {} };
  const followed = followEvents(client, { ...never, pause: () => Promise.resolve(), timer: () => () => {} });
  await expect(followed).rejects.toMatchObject({ code: "provider_unavailable" });
});
