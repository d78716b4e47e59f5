import { expect, test } from "vitest";
import { eventSource, message } from "../test-support/event-source.ts";
import { streamEvent, targetEvent, wireStream, wireTarget } from "../test-support/samples.ts";

const sequences = (told: readonly { sequence: number }[]) => told.map(({ sequence }) => sequence);
const isRising = (numbers: number[]) => numbers.every((one, index) => index === 0 || one > (numbers[index - 1] ?? one));

test("it connects with the first who listens, tells all of them, and ends with the last", async () => {
  const { stream, connections, asked, told, listen, settle } = eventSource();
  const stop = listen();
  const other: string[] = [];
  const stopOther = stream.subscribe(({ kind }) => other.push(kind));
  await settle();
  expect(asked).toHaveLength(1);
  expect(asked[0]?.has("last-event-id")).toBe(false);
  connections[0]?.send(message(1, targetEvent("live")));
  await settle();
  expect([told.length, other]).toEqual([1, ["target"]]);
  stop();
  connections[0]?.send(message(2, targetEvent("idle")));
  await settle();
  expect([told.length, other.length]).toEqual([1, 2]);
  stopOther();
  await settle();
  expect(() => connections[0]?.send("x")).toThrow(/Invalid state/u);
});

test("a connection that ends is made again behind the last event, the same as it was", async () => {
  const { connections, asked, told, listen, clock, settle } = eventSource();
  const stop = listen();
  await settle();
  connections[0]?.send(`retry: 3000\n\n${message(41, targetEvent("live"))}id: 44\n: still here\n\n`);
  await settle();
  connections[0]?.end();
  await settle();
  await clock.advance(2_900);
  expect(asked).toHaveLength(1);
  await clock.advance(100);
  expect(asked[1]?.get("last-event-id")).toBe("44");
  expect(asked[1]?.get("authorization")).toBe("Bearer k");
  connections[1]?.send(message(45, targetEvent("idle")));
  await settle();
  expect(told.map((one) => one.kind === "target" && one.status.state)).toEqual(["live", "live"]);
  expect(isRising(sequences(told))).toBe(true);
  stop();
});

test("while the gateway is away it waits longer and longer, and as long as it is asked to", async () => {
  const busy = new Response(null, { status: 503, headers: { "retry-after": "7" } });
  const { asked, listen, clock, settle } = eventSource([Response.error(), Response.error(), Response.error(), busy]);
  const stop = listen();
  await settle();
  for (const [waitMs, count] of [
    [1_000, 2],
    [2_000, 3],
    [4_000, 4],
    [8_000, 5],
  ] as const) {
    await clock.advance(waitMs - 1);
    expect(asked).toHaveLength(count - 1);
    await clock.advance(1);
    expect(asked).toHaveLength(count);
  }
  stop();
});

test("where the log has forgotten the place, a snapshot says what holds", async () => {
  const refusals: Response[] = [];
  const { connections, asked, told, listen, clock, settle } = eventSource(refusals);
  const stop = listen();
  await settle();
  connections[0]?.send(message(5, streamEvent("future")));
  await settle();
  refusals.push(new Response(null, { status: 410 }));
  connections[0]?.end();
  await settle();
  await clock.advance(1_000);
  await clock.advance(1_000);
  expect(asked.map((headers) => headers.get("last-event-id"))).toEqual([null, "5", null]);
  const idle = { state: "idle", source: "poll", since: "2026-03-01T11:00:00.000Z" };
  const quiet = wireStream({ id: "str_2", status: idle, targets: [wireTarget({ id: "tgt_2", status: idle })] });
  connections[1]?.send(message(9, { type: "snapshot", streams: [wireStream(), quiet], cursor: "9" }, "snapshot"));
  await settle();
  const seen = told.map((one) => [one.kind, one.streamId, one.kind !== "warning" && one.status.state]);
  expect(seen).toEqual([
    ["stream", "str_2", "idle"],
    ["stream", "str_1", "live"],
    ["target", "str_1", "live"],
  ]);
  expect(isRising(sequences(told))).toBe(true);
  stop();
});

test("what the log tells later holds, whatever the times say", async () => {
  const { connections, told, listen, settle } = eventSource();
  const stop = listen();
  await settle();
  const early = { occurredAt: "2026-03-01T11:59:00.000Z", observedAt: "2026-03-01T11:59:00.000Z" };
  connections[0]?.send(message(1, targetEvent("live")) + message(2, targetEvent("failed", early)));
  await settle();
  expect(isRising(sequences(told))).toBe(true);
  stop();
});

test("a gateway that says nothing any more is left, and asked again", async () => {
  const { connections, asked, told, listen, clock, settle } = eventSource();
  const stop = listen();
  await settle();
  await clock.advance(40_000);
  connections[0]?.send(": still here\n\n");
  await settle();
  await clock.advance(40_000);
  expect(asked).toHaveLength(1);
  await clock.advance(5_000);
  await clock.advance(1_000);
  expect(asked).toHaveLength(2);
  expect(told).toEqual([]);
  stop();
});

test("what cannot be read, and a listener that throws, cost nothing else", async () => {
  const { stream, connections, told, listen, settle } = eventSource();
  stream.subscribe(() => {
    throw new Error("a listener's own fault");
  });
  listen();
  await settle();
  connections[0]?.send(
    `id: 1\ndata: {"half\n\n${message(2, { type: "target.live" })}${message(3, streamEvent("future"))}`,
  );
  connections[0]?.send(message(4, streamEvent("live")));
  await settle();
  expect(told).toHaveLength(1);
  stream.close();
});
