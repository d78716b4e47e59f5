import type { Observation } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { createFakeSpawn, type FakeRelay } from "../testing/fake-relay.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import { aWantedStream, settle } from "../testing/relay-stage.ts";
import type { LogEntry, RelaySettings } from "./messages.ts";
import { RelayClient, type Unnumbered } from "./relay-client.ts";

const at = "2026-01-01T00:00:00.000Z";
const idle: Unnumbered = {
  kind: "stream",
  streamId: "s",
  occurredAt: at,
  status: { state: "idle", source: "assumed" },
};

function seen(sequence: number): Observation {
  return { ...idle, sequence };
}

function setUp(prepare?: (relay: FakeRelay, index: number) => void, differences: Partial<RelaySettings> = {}) {
  const clock = createManualClock();
  const { spawn, relays } = createFakeSpawn(prepare);
  const noted: number[] = [];
  const told: number[] = [];
  const logged: LogEntry[] = [];
  const lost: string[] = [];
  const client = new RelayClient(
    {
      settings: {
        host: "127.0.0.1",
        rtmpPort: 0,
        allowPrivateTargets: false,
        reconnectWindowMs: 60_000,
        ...differences,
      },
      wanted: () => [aWantedStream()],
      note: ({ sequence }) => noted.push(sequence),
      tell: ({ sequence }) => told.push(sequence),
      disconnected: () => [idle, (lost.push("disconnected"), idle)],
      givenUp: () => [(lost.push("given up"), idle)],
      log: (...entry) => void logged.push(entry),
    },
    { spawn, clock },
  );
  const last = (): FakeRelay => {
    const relay = relays.at(-1);
    if (!relay) throw new Error("no relay was started");
    return relay;
  };
  return { clock, client, relays, noted, told, logged, lost, last };
}

describe("opening", () => {
  test("hands over everything wanted, and no number yet", async () => {
    const { client, last } = setUp();
    expect(client.isUp).toBe(false);
    await client.open();
    expect(client.ports).toEqual({ rtmp: 40_000 });
    expect(last().prepared).toMatchObject({ firstSequence: 0 });
    expect(last().openedWith).toEqual([aWantedStream()]);
  });

  test("that fails says which port is taken, and leaves nothing running", async () => {
    const { client, last } = setUp((relay) => (relay.answers = "failure"));
    await expect(client.open()).rejects.toMatchObject({ code: "conflict", outcome: "not_applied" });
    expect(last().isTerminated).toBe(true);
    expect(client.isUp).toBe(false);
  });

  test("of a relay that dies over it fails, and is not repeated by itself", async () => {
    const { client, clock, relays, last } = setUp((relay) => (relay.answers = "silence"));
    const opening = client.open();
    last().die();
    await expect(opening).rejects.toMatchObject({ code: "provider_unavailable" });
    clock.advance(60_000);
    expect(relays).toHaveLength(1);
  });
});

describe("observations", () => {
  test("are noted at once and passed on in the next turn, in order", async () => {
    const { client, noted, told, last } = setUp();
    await client.open();
    last().observe(seen(1), seen(2));
    last().observe(seen(3));
    expect([noted, told]).toEqual([[1, 2, 3], []]);
    expect(last().reads).toBe(2);
    await settle();
    expect(told).toEqual([1, 2, 3]);
  });

  test("log lines are passed on", async () => {
    const { client, logged, last } = setUp();
    await client.open();
    last().say({ type: "told", observations: [], log: [["info", "hello", { stream: "s" }]] });
    expect(logged).toEqual([["info", "hello", { stream: "s" }]]);
  });
});

describe("a relay that dies", () => {
  test("is started again on the same ports with everything wanted, above its last number", async () => {
    const pem = { cert: "cert", key: "key" };
    const { client, clock, relays, last, logged } = setUp(undefined, { rtmps: { port: 0, ...pem } });
    await client.open();
    const far = (clock.wall() + 5_000_000) * 1_000;
    last().observe(seen(far));
    last().die("out of memory");
    await settle();
    expect(client.isUp).toBe(false);
    expect(client.ports).toEqual({ rtmp: 40_000, rtmps: 40_001 });
    clock.advance(249);
    expect(relays).toHaveLength(1);
    clock.advance(1);
    await settle();
    await settle();
    expect(relays).toHaveLength(2);
    expect(client.isUp).toBe(true);
    const { prepared, openedWith } = last();
    expect(prepared?.settings).toMatchObject({ rtmpPort: 40_000, rtmps: { port: 40_001, ...pem } });
    expect(openedWith).toEqual([aWantedStream()]);
    expect(prepared?.firstSequence).toBeGreaterThanOrEqual(far);
    const said = logged.map(([, message]) => message);
    expect(said).toEqual(["the relay died and is started again", "the relay runs again"]);
    expect(logged[0]?.[2]).toEqual({ cause: "out of memory" });
  });

  test("fails the calls under way, and those that come before it is back", async () => {
    const { client, clock, last } = setUp();
    await client.open();
    last().answers = "silence";
    const pending = client.send({ type: "end", streamId: "s" });
    last().die();
    await expect(pending).rejects.toMatchObject({ code: "provider_unavailable", outcome: "unknown", retryable: true });
    const late = client.send({ type: "end", streamId: "s" });
    await expect(late).rejects.toMatchObject({ code: "provider_unavailable", outcome: "not_applied" });
    clock.advance(250);
    await settle();
    await expect(client.send({ type: "end", streamId: "s" })).resolves.toBeUndefined();
  });

  test("makes known what that means for its streams, with numbers of its own", async () => {
    const { client, clock, last, lost, noted, told } = setUp();
    await client.open();
    const first = clock.wall() * 1_000;
    last().observe(seen(first));
    last().die();
    await settle();
    await settle();
    expect(lost).toEqual(["disconnected"]);
    expect(noted).toEqual([first, first + 1, first + 2]);
    expect(told).toEqual(noted);
    clock.advance(250);
    await settle();
    clock.advance(120_000);
    await settle();
    expect(lost, "the new relay waits for the encoders itself").toEqual(["disconnected"]);
    expect(clock.pending, "timers that are left").toBe(0);
  });

  test("and does not come back in time has lost its sessions", async () => {
    const { client, clock, last, lost } = setUp((relay, index) => (relay.answers = index === 0 ? "done" : "failure"));
    await client.open();
    last().die();
    for (let second = 0; second < 61; second++) {
      await settle();
      clock.advance(1_000);
    }
    expect(lost).toEqual(["disconnected", "given up"]);
  });

  test("whose successor is opening when the window ends leaves the sessions to that one", async () => {
    const { client, clock, last, lost } = setUp();
    await client.open();
    last().die();
    await settle();
    // Both timers in one turn, as after a long block of this thread.
    clock.advance(60_000);
    await settle();
    clock.advance(60_000);
    expect(lost).toEqual(["disconnected"]);
  });

  test("without a reconnect window has lost them at once", async () => {
    const { client, last, lost } = setUp(undefined, { reconnectWindowMs: 0 });
    await client.open();
    last().die();
    await settle();
    expect(lost).toEqual(["given up"]);
  });

  test("is tried again later and later while it cannot be opened, one at a time", async () => {
    const starts: number[] = [];
    const { client, clock, last, relays } = setUp((relay, index) => {
      starts.push(clock.now());
      relay.answers = index === 0 || index === 9 ? "done" : "failure";
    });
    await client.open();
    last().die();
    for (let step = 0; step < 400; step++) {
      await settle();
      expect(relays.filter(({ isTerminated }) => !isTerminated).length).toBeLessThanOrEqual(2);
      clock.advance(125);
    }
    const waits = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
    expect(client.isUp).toBe(true);
  });

  test("after a steady run begins with the shortest wait again", async () => {
    const { client, clock, last, relays } = setUp();
    await client.open();
    for (const [ranMs, waitMs] of [
      [0, 250],
      [1_000, 500],
      [60_000, 250],
    ] as const) {
      clock.advance(ranMs);
      last().die();
      await settle();
      const before = relays.length;
      clock.advance(waitMs - 1);
      expect(relays).toHaveLength(before);
      clock.advance(1);
      await settle();
      expect(relays).toHaveLength(before + 1);
    }
  });
});

describe("closing", () => {
  test("is told to the relay, whose last words are heard before it is over", async () => {
    const { client, last, told } = setUp();
    await client.open();
    const relay = last();
    const closing = client.close();
    relay.observe(seen(7));
    await closing;
    expect(relay.commands.at(-1)).toEqual({ type: "close" });
    expect(relay.isTerminated).toBe(true);
    expect(told).toEqual([7]);
    expect(client.isUp).toBe(false);
  });

  test("does not wait for ever for a relay that hangs", async () => {
    const { client, clock, last } = setUp();
    await client.open();
    last().answers = "silence";
    const closing = client.close();
    clock.advance(5_000);
    await closing;
    expect(last().isTerminated).toBe(true);
  });

  test("twice is closing once, and nothing is started again afterwards", async () => {
    const { client, clock, last, relays } = setUp();
    await client.open();
    await Promise.all([client.close(), client.close()]);
    expect(last().commands.filter(({ type }) => type === "close")).toHaveLength(1);
    clock.advance(120_000);
    await settle();
    expect(relays).toHaveLength(1);
    await expect(client.send({ type: "end", streamId: "s" })).rejects.toMatchObject({ outcome: "not_applied" });
  });

  test("between the death of a relay and its return keeps it from returning", async () => {
    const { client, clock, last, relays, lost } = setUp();
    await client.open();
    last().die();
    await settle();
    await client.close();
    clock.advance(120_000);
    await settle();
    expect(relays).toHaveLength(1);
    expect(lost).toEqual(["disconnected"]);
    expect(clock.pending).toBe(0);
  });

  test("while it returns ends that relay, too", async () => {
    const { client, clock, last, relays } = setUp((relay, index) => (relay.answers = index === 0 ? "done" : "silence"));
    await client.open();
    last().die();
    await settle();
    clock.advance(250);
    const closing = client.close();
    clock.advance(5_000);
    await closing;
    expect(relays.map(({ isTerminated }) => isTerminated)).toEqual([false, true]);
    clock.advance(120_000);
    await settle();
    expect(relays).toHaveLength(2);
  });
});
