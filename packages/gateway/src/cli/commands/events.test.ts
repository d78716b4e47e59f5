import { expect, test } from "vitest";
import { pending, stream, target } from "../samples.test.support.ts";
import { openStandIn } from "../stand-in.test.support.ts";

const common = { provider: "mux-us", streamId: "str_1", occurredAt: "2026-03-06T19:30:12.480Z", source: "webhook" };
const reason = { code: "unauthorized", message: "The key was \u001b[31mrefused." };
const failed = { ...target, status: { state: "failed", source: "webhook", reason } };
const events = [
  { ...common, id: "evt_1", type: "stream.live", data: { stream } },
  { ...common, id: "evt_2", type: "target.failed", data: { target: failed } },
  { ...common, id: "evt_3", type: "target.updated", data: { target, changed: ["name", "enabled"] } },
  { ...common, id: "evt_4", type: "target.change_pending", data: { target: { ...target, pending } } },
  { ...common, id: "evt_5", type: "target.warning", data: { target, notice: { code: "x", message: "Keyframes." } } },
  { id: "evt_6", type: "webhook_endpoint.disabled", occurredAt: common.occurredAt, data: { endpoint: {} } },
  { id: "evt_7", type: "something.else", data: 3 },
];

test("one line an event: when, what, of which, why", async () => {
  const standIn = await openStandIn({ json: { data: events, cursor: "7" } });
  const { code, out, err } = await standIn.run(["events"]);
  expect([code, err]).toEqual([0, ""]);
  const time = "2026-03-06 19:30:12Z";
  expect(out.split("\n")).toEqual([
    `${time}  stream.live               str_1  Friday show`,
    `${time}  target.failed             str_1 tgt_1  Twitch  unauthorized: The key was refused.`,
    `${time}  target.updated            str_1 tgt_1  Twitch  changed: name, enabled`,
    `${time}  target.change_pending     str_1 tgt_1  Twitch  disable when the stream is idle`,
    `${time}  target.warning            str_1 tgt_1  Twitch  Keyframes.`,
    `${time}  webhook_endpoint.disabled`,
    JSON.stringify(events[6]),
  ]);
});

test("--json is one line of JSON an event, whatever is in it, over all pages", async () => {
  const standIn = await openStandIn(
    { json: { data: events.slice(0, 2), nextCursor: "2", cursor: "2" } },
    { json: { data: events.slice(2), cursor: "7" } },
  );
  const { out } = await standIn.run(["events", "--json", "--stream", "str_1", "--type", "a,b", "--after", "0"]);
  expect(out.split("\n").map((line) => JSON.parse(line))).toEqual(events);
  expect(standIn.heard.map(({ path }) => path)).toEqual([
    "/v1/events?streamId=str_1&type=a%2Cb&after=0&limit=100",
    "/v1/events?streamId=str_1&type=a%2Cb&after=2&limit=98",
  ]);
});

test("says where it went on, and that there are none", async () => {
  const standIn = await openStandIn({ json: { data: events.slice(0, 1), nextCursor: "1", cursor: "1" } });
  expect((await standIn.run(["events", "--limit", "1"])).err).toContain("--after 1");
  const empty = await openStandIn({ json: { data: [], cursor: "0" } });
  expect(await empty.run(["events"])).toEqual({ code: 0, out: "", err: "No events." });
});

test("--follow goes on until it is stopped, and ends well", async () => {
  const standIn = await openStandIn((response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`id: 1\nevent: snapshot\ndata: {}\n\nid: 2\ndata: ${JSON.stringify(events[0])}\n\n`);
  });
  const lines: string[] = [];
  let stop: (() => void) | undefined;
  const out = (line: string): void => {
    lines.push(line);
    stop?.();
  };
  const { code } = await standIn.run(["events", "-f", "--json"], { out, onStop: (callback) => (stop = callback) });
  expect([code, lines.map((line) => JSON.parse(line))]).toEqual([0, [events[0]]]);
});

test("--limit is not for --follow", async () => {
  const standIn = await openStandIn({ json: {} });
  expect(await standIn.run(["events", "--follow", "--limit", "3"])).toMatchObject({ code: 2 });
  expect(standIn.heard).toEqual([]);
});
