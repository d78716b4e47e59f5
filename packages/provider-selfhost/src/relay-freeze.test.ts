import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CountingLink } from "./testing/counting-link.ts";
import { RelayProcess } from "./testing/relay-process.ts";
import { SharedStage } from "./testing/shared-stage.ts";

let stage: SharedStage;
beforeEach(async () => {
  stage = await SharedStage.open();
});
afterEach(() => stage[Symbol.asyncDispose]());

/** Longer than a loop gap. */
const FROZEN_MS = 3_500;

/** A relay A in a process of its own that pushes to the sink over a link that counts; its encoder keeps on sending. */
async function onAir(frameBytes?: number) {
  const link = stage.use(await CountingLink.open(stage.sink.port));
  const a = stage.use(await RelayProcess.start(stage.table.of("A"), [stage.stored(link.url)]));
  const encoder = await stage.encoder(a, 0, frameBytes);
  await stage.sink.more(20);
  const [connection] = link.connections;
  if (!connection) throw new Error("nothing has come by the link");
  return { a, link, encoder, connection };
}

/** Resolves when nothing has come by for a while. */
async function untilQuiet(connection: { bytes: number }): Promise<number> {
  for (let before = -1; before !== connection.bytes; await delay(200)) before = connection.bytes;
  return connection.bytes;
}

describe("a relay process that stands still for longer than its lease", () => {
  test.each([
    { name: "with an empty way out", frameBytes: 400, isBlocked: false },
    { name: "with a way out that is full", frameBytes: 100_000, isBlocked: true },
  ])("$name writes nothing more when another one has taken over", async ({ frameBytes, isBlocked }) => {
    const { a, link, encoder, connection } = await onAir(frameBytes);
    const b = await stage.relay("B");
    if (isBlocked) {
      link.pause(0);
      // Until both kernels' buffers are full, and what follows waits in the relay.
      await delay(4_000);
    }
    a.freeze();
    const frozenAt = performance.now();
    link.resume(0);
    stage.table.expire("A");
    await stage.encoder(b, 1_000);
    await stage.sink.until("B to push", () => stage.sink.publications[1]?.frames.length);
    const bytes = await untilQuiet(connection);
    await delay(Math.max(0, FROZEN_MS - (performance.now() - frozenAt)));
    const told = a.observations.length;
    a.thaw();
    await link.until("A to let go", () => connection.isClosed);
    expect(connection.bytes - bytes, "bytes after it went on").toBe(0);
    await encoder.closed;
    expect(a.observations.slice(told)).toEqual([]);
    expect(stage.table.book).toContain("A confirm s1 -> none");
    expect(stage.table.book.filter((line) => line.includes("release"))).toEqual([]);
    expect(stage.sink.publications).toHaveLength(2);
    await stage.sink.more(5);
  });

  test("goes on where it stopped when the stream is still its own", async () => {
    const { a, connection } = await onAir();
    a.freeze();
    await delay(FROZEN_MS);
    const { bytes } = connection;
    a.thaw();
    await stage.sink.more(20);
    expect(connection.bytes).toBeGreaterThan(bytes);
    expect(stage.table.book).toContain("A confirm s1 -> s1");
    expect(stage.sink.publications).toHaveLength(1);
  });

  test("writes and tells nothing while nobody can tell whose the stream is", async () => {
    const { a, connection, encoder } = await onAir();
    a.freeze();
    await delay(FROZEN_MS);
    const bytes = await untilQuiet(connection);
    stage.table.isReachable = false;
    a.thaw();
    await a.until("it to ask in vain", () => a.logged.includes("it is not known what the relay still owns"));
    const told = a.observations.length;
    encoder.drop();
    await delay(1_000);
    expect([connection.bytes, a.observations.length]).toEqual([bytes, told]);
    stage.table.isReachable = true;
    const next = await a.until("its report", () => a.observations.slice(told).find(({ kind }) => kind === "stream"));
    expect(next).toMatchObject({ status: { state: "reconnecting" } });
    await stage.encoder(a, 1_000);
    await stage.sink.until("the returned one", () => stage.sink.publications.at(-1)?.frames[0]?.number === 1_000);
  });
});
