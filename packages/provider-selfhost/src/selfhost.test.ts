import { createMultistream, type ProviderAdapter } from "@polycast/core";
import type { Observation, Restorable } from "@polycast/core/provider";
import { afterEach, describe, expect, test } from "vitest";
import { createSelfhost } from "./create-selfhost.ts";
import { selfhost } from "./selfhost.ts";
import type { SelfhostSettings } from "./settings.ts";
import { createFakeSpawn } from "./testing/fake-relay.ts";
import { LiveStage } from "./testing/live-stage.ts";
import { LogBook } from "./testing/log-book.ts";
import { aNewStream, aNewTarget } from "./testing/records.ts";
import { Sink } from "./testing/sink.ts";

const stack: AsyncDisposable[] = [];
afterEach(async () => {
  for (const thing of stack.splice(0).toReversed()) await thing[Symbol.asyncDispose]();
});

const context = { signal: new AbortController().signal };

function use<T extends AsyncDisposable>(thing: T): T {
  stack.push(thing);
  return thing;
}

function opened(settings: SelfhostSettings = {}): ProviderAdapter {
  const adapter = selfhost({ host: "127.0.0.1", rtmpPort: 0, allowPrivateTargets: true, ...settings });
  use({ [Symbol.asyncDispose]: async () => adapter.close?.() });
  return adapter;
}

/** The adapter over a relay without a thread. */
function overFake(prepare?: Parameters<typeof createFakeSpawn>[0]) {
  const { spawn, relays } = createFakeSpawn(prepare);
  const adapter = createSelfhost({ rtmpPort: 0 }, { spawn });
  const puts = () => relays.flatMap(({ commands }) => commands.filter(({ type }) => type === "put"));
  return { adapter, relays, puts };
}

describe("a port that is taken", () => {
  test("is a conflict that names it, and the next call tries again", async () => {
    const taken = use(await Sink.open());
    const live = createMultistream({ provider: opened({ rtmpPort: taken.port }) });
    const refused = { code: "conflict", provider: "selfhost", message: expect.stringContaining(`${taken.port}`) };
    await expect(live.streams.create({ name: "Show" })).rejects.toMatchObject(refused);
    await taken[Symbol.asyncDispose]();
    const { ingest } = await live.streams.create({ name: "Show" });
    expect(ingest[0]?.url).toContain(`:${taken.port}/`);
    expect((await live.streams.list()).data, "what failed has left nothing").toHaveLength(1);
  });

  test("and an address that is not of this machine is an invalid argument", async () => {
    const live = createMultistream({ provider: opened({ host: "192.0.2.1" }) });
    await expect(live.streams.create({ name: "Show" })).rejects.toMatchObject({ code: "invalid_argument" });
  });
});

describe("what a host has stored", () => {
  const at = "2026-01-01T00:00:00.000Z";
  const stored = (differences: Partial<Restorable> = {}): Restorable => ({
    id: "s1",
    name: "Show",
    enabled: true,
    createdAt: at,
    ingest: [{ protocol: "rtmp", url: "rtmp://127.0.0.1:1/live", streamKey: "ik_stored" }],
    targets: [],
    ...differences,
  });

  test("is there before the first encoder comes, also if some of it is damaged", async () => {
    const sink = use(await Sink.open());
    const adapter = opened();
    const log = new LogBook();
    const target = { ...aNewTarget({ destination: { url: sink.url, streamKey: "key-1" } }), id: "t1", createdAt: at };
    await adapter.restore?.([stored({ id: "damaged", ingest: [] }), stored({ targets: [target] })], context);
    await adapter.start?.({ ...context, log: log.write });
    expect(log.lines[0]).toEqual([
      "error",
      "a stream could not be restored",
      expect.objectContaining({ stream: "damaged" }),
    ]);
    const [ingest] = await adapter.streams.getIngest("s1", context);
    expect(ingest).toMatchObject({ streamKey: "ik_stored" });
    const stage = use(await LiveStage.open());
    if (ingest?.protocol !== "rtmp") throw new Error("there is no RTMP ingest");
    await stage.encoder(ingest);
    expect((await sink.more(3)).streamKey).toBe("key-1");
    expect((await adapter.targets.list("s1", context)).map(({ id }) => id)).toEqual(["t1"]);
  });

  test("reaches a relay that runs already", async () => {
    const { adapter, puts } = overFake();
    await adapter.start?.(context);
    await adapter.restore?.([stored()], context);
    expect(puts()).toMatchObject([{ streams: [{ id: "s1" }] }]);
  });

  test("or one that is just being opened", async () => {
    const { adapter, relays, puts } = overFake();
    const starting = adapter.start?.(context);
    await adapter.restore?.([stored()], context);
    await starting;
    expect(relays[0]?.openedWith).toMatchObject([{ id: "s1" }, { id: "s1" }].slice(0, puts().length));
    expect(puts().length).toBeGreaterThan(0);
  });
});

describe("a creation", () => {
  test("that is repeated with its key is made once", async () => {
    const live = createMultistream({ provider: opened() });
    const once = { idempotencyKey: "k1" };
    const first = await live.streams.create({ name: "Show" }, once);
    const again = await live.streams.create({ name: "Show" }, once);
    expect(again.stream.id).toBe(first.stream.id);
    expect(again.ingest).toEqual(first.ingest);
    const { id } = first.stream;
    const destination = { url: "rtmp://live.example/app/key" } as const;
    const targets = await Promise.all([1, 2].map(() => live.targets.create(id, { name: "a", destination }, once)));
    expect(new Set(targets.map((target) => target.id)).size).toBe(1);
    expect((await live.streams.list()).data).toHaveLength(1);
    expect(await live.targets.list(id)).toHaveLength(1);
  });

  test("over which the relay dies leaves nothing, and may be repeated", async () => {
    const { adapter, relays } = overFake((relay, index) => {
      if (index > 0) relay.answers = "silence";
    });
    await adapter.start?.(context);
    const { stream } = await adapter.streams.create(aNewStream(), context);
    const [relay] = relays;
    if (!relay) throw new Error("no relay was started");
    relay.answers = "silence";
    const creating = [
      adapter.streams.create(aNewStream({ targets: [aNewTarget()] }), context),
      adapter.targets.create(stream.id, aNewTarget(), context),
    ];
    const settled = Promise.allSettled(creating);
    await new Promise(setImmediate);
    relay.die();
    const undone = { status: "rejected", reason: expect.objectContaining({ outcome: "not_applied", retryable: true }) };
    expect(await settled).toEqual([undone, undone]);
    const { data } = await adapter.streams.list({ limit: 10 }, context);
    expect(data.map(({ id, targets }) => [id, targets?.length])).toEqual([[stream.id, 0]]);
    await adapter.close?.();
  });

  test("whose caller has gone away before the relay was open makes nothing", async () => {
    const { adapter } = overFake();
    const gone = new AbortController();
    const creating = adapter.streams.create(aNewStream(), { signal: gone.signal });
    gone.abort(new Error("gone"));
    await expect(creating).rejects.toThrow("gone");
    expect((await adapter.streams.list({ limit: 10 }, context)).data).toEqual([]);
  });

  test("with something that the relay does not know is refused before it is opened", async () => {
    const { adapter, relays } = overFake();
    const unfit = [
      aNewStream({ targets: [aNewTarget({ videoOnly: true })] }),
      aNewStream({ providerOptions: { selfhost: { pusher: "ffmpeg" } } }),
    ];
    for (const input of unfit) {
      await expect(adapter.streams.create(input, context)).rejects.toMatchObject({ outcome: "not_applied" });
    }
    await expect(adapter.targets.create("nobody", aNewTarget(), context)).rejects.toMatchObject({ code: "not_found" });
    await expect(adapter.streams.update?.("nobody", { name: "x" }, context)).rejects.toMatchObject({
      code: "not_found",
    });
    expect(relays).toEqual([]);
  });
});

test("changes reach the relay in the order in which they were asked for, and none after a deletion", async () => {
  const { adapter, relays } = overFake();
  const { stream } = await adapter.streams.create(aNewStream(), context);
  await Promise.allSettled([
    adapter.streams.update?.(stream.id, { enabled: false }, context),
    adapter.streams.update?.(stream.id, { enabled: true }, context),
    adapter.streams.delete(stream.id, context),
    adapter.streams.update?.(stream.id, { name: "late" }, context),
  ]);
  const told = relays[0]?.commands.map((command) =>
    command.type === "put" ? `put ${command.streams[0]?.enabled}` : command.type,
  );
  expect(told?.slice(0, 3)).toEqual(["prepare", "open", "put true"]);
  expect(told?.at(-1)).toBe("remove");
  expect(relays[0]?.commands.filter(({ type }) => type === "remove")).toHaveLength(1);
  await adapter.close?.();
});

test("a listener that throws keeps nothing from the others, and is logged", async () => {
  const { adapter, relays } = overFake();
  const log = new LogBook();
  const heard: Observation[] = [];
  adapter.subscribe?.(() => {
    throw new Error("broken listener");
  });
  const unsubscribe = adapter.subscribe?.((observation) => heard.push(observation));
  await adapter.start?.({ ...context, log: log.write });
  const observation = {
    kind: "stream",
    streamId: "s",
    sequence: 1,
    occurredAt: "2026-01-01T00:00:00.000Z",
    status: { state: "idle", source: "relay" },
  } as const;
  relays[0]?.observe(observation);
  await log.line("a listener to the relay failed");
  expect(heard).toEqual([observation]);
  unsubscribe?.();
  relays[0]?.observe({ ...observation, sequence: 2 });
  await log.line("a listener to the relay failed", 2);
  expect(heard).toHaveLength(1);
  await adapter.close?.();
});
