import { createConnection } from "node:net";
import { fakeProvider } from "@polycast/core/testing";
import { expect, test } from "vitest";
import * as z from "zod";
import { openTestGateway, type TestGateway } from "../test-gateway.test.support.ts";
import { readSse, type SseMessage } from "./sse.test.support.ts";

const LAST = "the last one";

/** Follows until the stream of that name is created. */
async function followToTheEnd(world: TestGateway, lastEventId?: string): Promise<SseMessage[]> {
  const headers: Record<string, string> = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
  const response = await world.fetch("/v1/events/stream", { headers });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const messages: SseMessage[] = [];
  for await (const message of readSse(response)) {
    messages.push(message);
    if (message.event === undefined && message.data.includes(LAST)) break;
  }
  return messages;
}

const idsOf = (messages: SseMessage[]): number[] => messages.map(({ id }) => Number(id));
const consecutive = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from + index);

test("clients that come while much is written get all of it, in order and once", async () => {
  await using world = await openTestGateway(fakeProvider().provider);
  const { streams } = world.gateway.control;
  await streams.create({ name: "first" });
  const writing = (async () => {
    for (let round = 0; round < 20; round += 1) {
      await Promise.all([1, 2, 3, 4].map((writer) => streams.create({ name: `${round}/${writer}` })));
    }
  })();
  const following = Array.from({ length: 6 }, async (_, index) => {
    // A request first, so that they do not all come at the same moment.
    await (await world.fetch(`/v1/events?limit=${index + 1}`)).json();
    return followToTheEnd(world, index % 2 === 0 ? undefined : "1");
  });
  await writing;
  await streams.create({ name: LAST });
  for (const [index, messages] of (await Promise.all(following)).entries()) {
    const [first] = messages;
    const resumed = index % 2 === 1;
    expect(first?.event).toBe(resumed ? undefined : "snapshot");
    const start = resumed ? 2 : Number(first?.id);
    expect(idsOf(messages)).toEqual(consecutive(start, messages.length));
    expect(idsOf(messages).at(-1)).toBe(82);
  }
});

test("a snapshot and the events after it tell the same as a read", async () => {
  await using world = await openTestGateway(fakeProvider().provider);
  const { streams } = world.gateway.control;
  const { stream } = await streams.create({ name: "old" });
  const response = await world.fetch(`/v1/events/stream?streamId=${stream.id}`);
  await streams.update(stream.id, { name: "new" });
  await streams.create({ name: "another" });
  await streams.update(stream.id, { name: LAST });
  const names: unknown[] = [];
  for await (const { event, data } of readSse(response)) {
    const message = JSON.parse(data) as { streams?: { name: string }[]; data?: { stream: { name: string } } };
    names.push(event === "snapshot" ? message.streams?.map(({ name }) => name) : message.data?.stream.name);
    if (data.includes(LAST)) break;
  }
  expect(names).toEqual([["old"], "new", LAST]);
});

test("asking for the headers alone follows nothing", async () => {
  await using world = await openTestGateway(fakeProvider().provider);
  const response = await world.fetch("/v1/events/stream", { method: "HEAD" });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
});

test("a client that does not read is disconnected, and the others do not notice", async () => {
  await using world = await openTestGateway(fakeProvider().provider);
  const { streams } = world.gateway.control;
  const { stream } = await streams.create({ name: "Show" });
  const socket = createConnection(world.gateway.address.http, "127.0.0.1");
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => {});
  socket.write(`GET /v1/events/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${world.apiKey}\r\n\r\n`);
  await new Promise((resolve) => socket.once("readable", resolve));
  const reader = followToTheEnd(world);
  let gone = false;
  const isGone = (): boolean => gone;
  void closed.then(() => (gone = true));
  let round = 0;
  for (; !isGone() && round < 2000; round += 1) {
    await streams.update(stream.id, { metadata: largeMetadata(round % 2 === 0 ? "a" : "b") });
    // A socket that is not read from does not tell when it is closed, unless it is written to.
    if (round % 50 === 0) socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  expect(isGone()).toBe(true);
  await streams.create({ name: LAST });
  const messages = await reader;
  expect(idsOf(messages)).toEqual(consecutive(Number(messages[0]?.id), messages.length));
  expect(idsOf(messages).at(-1)).toBe(round + 2);
});

function largeMetadata(letter: string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, letter.repeat(500)]));
}

test("a browser that reconnects goes on where it was, not where its address began", async () => {
  await using world = await openTestGateway(fakeProvider().provider);
  const { streams } = world.gateway.control;
  for (const name of ["1", "2", "3", LAST]) await streams.create({ name });
  const resume = async (after: string, headers: Record<string, string>): Promise<number[]> => {
    const response = await world.fetch(`/v1/events/stream?after=${after}`, { headers });
    const ids: number[] = [];
    for await (const { id, data } of readSse(response)) {
      ids.push(Number(id));
      if (data.includes(LAST)) break;
    }
    return ids;
  };
  expect(await resume("1", { "last-event-id": "3" })).toEqual([4]);
  expect(await resume("1", { "last-event-id": "" })).toEqual([2, 3, 4]);
});

test("a cursor that the log cannot be told from is answered with 410, one ahead of it too", async () => {
  await using world = await openTestGateway(fakeProvider().provider);
  await world.gateway.control.streams.create({ name: "1" });
  const ahead = await world.fetch("/v1/events/stream", { headers: { "last-event-id": "2" } });
  expect([ahead.status, await ahead.json()]).toMatchObject([410, { code: "not_found" }]);
});

test("the connection outlives an answer that has ended", async () => {
  await using world = await openTestGateway(fakeProvider().provider);
  const { stream } = await world.gateway.control.streams.create({ name: "Show" });
  const made = await world.fetch(`/v1/streams/${stream.id}/view-tokens`, { method: "POST" });
  const { token } = z.object({ token: z.string() }).parse(await made.json());
  const socket = createConnection(world.gateway.address.http, "127.0.0.1");
  let received = "";
  const arrived = async (text: string): Promise<void> => {
    while (!received.includes(text)) await new Promise((resolve) => socket.once("data", resolve));
  };
  socket.setEncoding("utf8").on("data", (text) => (received += String(text)));
  socket.write(`GET /v1/events/stream?token=${token} HTTP/1.1\r\nHost: a\r\n\r\n`);
  await arrived("event: snapshot");
  await world.gateway.control.streams.delete(stream.id);
  await arrived("\r\n0\r\n\r\n");
  received = "";
  socket.write("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
  await arrived('{"status":"ok"}');
  expect(received).toMatch(/^HTTP\/1\.1 200 /u);
  socket.destroy();
});
