import { expect, test, vi } from "vitest";
import type { Subscriber } from "../control/events/event-feed.ts";
import type { Following } from "../control/events/events.ts";
import { createManualClock } from "../control/manual-clock.test.support.ts";
import type { StoredEvent } from "../store/index.ts";
import { createEventStreams, type Viewer } from "./event-streams.ts";

const HEARTBEAT_MS = 15_000;
const at = "2026-01-02T03:04:05.000Z";

function storedEvent(position: number, bytes = 10): StoredEvent {
  const status = { state: "idle" as const, source: "relay" as const };
  const stream = { id: "str_a", provider: "fake", name: "a".repeat(bytes), enabled: true, status, notices: [] };
  const envelope = { provider: "fake", streamId: "str_a", occurredAt: at, observedAt: at, source: "relay" as const };
  return {
    position: String(position),
    event: { id: `evt_${position}`, type: "stream.idle", ...envelope, data: { stream } },
  };
}

function openClient(options: { disconnect?: () => void; viewer?: Viewer } = {}) {
  const clock = createManualClock(0);
  const streams = createEventStreams({ clock, keys: { watch: () => () => {} }, maxClients: 2, maxViewers: 1 });
  const stop = vi.fn<() => void>();
  let subscriber: Subscriber | undefined;
  const following: Following = {
    start: (joined) => {
      subscriber = joined;
      return stop;
    },
  };
  const reader = streams.open(following, options).getReader();
  const read = async (): Promise<string> => new TextDecoder().decode((await reader.read()).value);
  if (!subscriber) throw new Error("Nobody has subscribed.");
  return { clock, streams, stop, following, reader, read, subscriber };
}

test("an event is one message with its position as id", async () => {
  const { read, subscriber } = openClient();
  expect(subscriber.send(storedEvent(7))).toBe(true);
  expect(await read()).toMatch(/^retry: \d+\n\n$/u);
  expect(await read()).toMatch(/^id: 7\ndata: \{"id":"evt_7".*\}\n\n$/u);
});

test("a full client takes nothing until it has read", async () => {
  const { read, subscriber } = openClient();
  await read();
  let sent = 0;
  while (sent < 100 && subscriber.send(storedEvent(sent, 100_000))) sent += 1;
  expect(sent).toBeGreaterThan(5);
  expect(sent).toBeLessThan(20);
  let ready = false;
  const waiting = subscriber.ready().then(() => (ready = true));
  await Promise.resolve();
  expect(ready).toBe(false);
  await read();
  await waiting;
  expect(subscriber.send(storedEvent(sent))).toBe(true);
});

test("a heartbeat comes while nothing else does; who has not read for a whole interval is disconnected", async () => {
  const disconnect = vi.fn<() => void>();
  const { clock, read, subscriber, stop } = openClient({ disconnect });
  await read();
  clock.advance(HEARTBEAT_MS);
  expect(await read()).toBe(": still here\n\n");
  for (let sent = 0; sent < 20; sent += 1) subscriber.send(storedEvent(sent, 100_000));
  clock.advance(HEARTBEAT_MS);
  expect(disconnect).not.toHaveBeenCalled();
  clock.advance(HEARTBEAT_MS);
  expect(disconnect).toHaveBeenCalledOnce();
  expect(stop).toHaveBeenCalledOnce();
});

test("who wants little is told with the heartbeat how far it has come", async () => {
  const { clock, read, subscriber } = openClient();
  await read();
  subscriber.pass?.("8");
  subscriber.pass?.("9");
  clock.advance(HEARTBEAT_MS);
  expect(await read()).toBe("id: 9\n: still here\n\n");
  clock.advance(HEARTBEAT_MS);
  expect(await read()).toBe(": still here\n\n");
  subscriber.pass?.("10");
  subscriber.send(storedEvent(11));
  await read();
  clock.advance(HEARTBEAT_MS);
  expect(await read()).toBe(": still here\n\n");
});

test("one that was found too slow is disconnected, or its answer fails", async () => {
  const disconnect = vi.fn<() => void>();
  openClient({ disconnect }).subscriber.end("slow");
  expect(disconnect).toHaveBeenCalledOnce();
  const { reader, subscriber, stop } = openClient();
  subscriber.end("slow");
  await expect(reader.read()).rejects.toThrow("too slowly");
  expect(stop).toHaveBeenCalledOnce();
});

test("when the gateway closes, a client is told when to come again", async () => {
  const { reader, read, subscriber } = openClient();
  await read();
  subscriber.end("closing");
  expect(await read()).toMatch(/^retry: [2-6]\d{3}\n\n$/u);
  expect((await reader.read()).done).toBe(true);
});

test("who leaves makes room for others", async () => {
  const { streams, following, reader, stop } = openClient();
  streams.open(following);
  expect(() => streams.open(following)).toThrow(expect.objectContaining({ code: "rate_limited", status: 429 }));
  await reader.cancel();
  expect(stop).toHaveBeenCalledOnce();
  streams.open(following);
});

test("a view token's answer ends when the token does, and with it the connection of who does not read on", async () => {
  const disconnect = vi.fn<() => void>();
  const { clock, reader, read, stop } = openClient({ disconnect, viewer: { expiresAt: 60_000 } });
  await read();
  clock.advance(59_000);
  expect(stop).not.toHaveBeenCalled();
  expect(await read()).toBe(": still here\n\n");
  clock.advance(1000);
  expect(await read()).toBe(": this view token has expired\n\n");
  expect((await reader.read()).done).toBe(true);
  expect(stop).toHaveBeenCalledOnce();
  expect(disconnect).not.toHaveBeenCalled();
  clock.advance(10_000);
  expect(disconnect).toHaveBeenCalledOnce();
});

test("who leaves before the token expires is not ended again", async () => {
  const { clock, reader, stop } = openClient({ viewer: { expiresAt: 60_000 } });
  await reader.cancel();
  clock.advance(60_000);
  expect(stop).toHaveBeenCalledOnce();
});

test("clients with a view token take no room from those with a key, nor the other way round", () => {
  const { streams, following } = openClient({ viewer: { expiresAt: 60_000 } });
  const viewer = { expiresAt: 60_000 };
  expect(() => streams.open(following, { viewer })).toThrow(expect.objectContaining({ status: 429 }));
  streams.open(following);
  streams.open(following);
  expect(() => streams.open(following)).toThrow(expect.objectContaining({ status: 429 }));
});
