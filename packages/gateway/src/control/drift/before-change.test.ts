import { MultistreamError, type ProviderAdapter } from "@polycast/core";
import { describe, expect, test } from "vitest";
import { createManualClock } from "../manual-clock.test.support.ts";
import { makeSides } from "../switching/sides.test.support.ts";
import { openTestControl, type TestControl } from "../test-control.test.support.ts";

type Provider = "castr" | "livepeer" | "mux";
type Stage = TestControl & {
  adapter: ProviderAdapter;
  /** Of the stream, here and there. */
  id: string;
  at: string;
  targetId: string;
  /** Lets the poller read what is due within so many seconds. */
  read(seconds: number): Promise<void>;
  /** Every read of a stream fails from here on. */
  fail(error: Error): void;
  hasSwitch: boolean;
  /** How often it was read so far. */
  reads(): number;
};

const context = () => ({ signal: AbortSignal.timeout(5_000) });
const destination = { url: "rtmp://live.example.com/app", streamKey: "planted-one" } as const;

/** A stream with one target, long after it was made. */
async function open(provider: Provider): Promise<Stage> {
  const { providers } = await makeSides();
  const adapter = providers[provider];
  let failure: Error | undefined;
  const { streams } = adapter;
  let reads = 0;
  const poll: ProviderAdapter["poll"] = async (query, call) => {
    reads += 1;
    return (await adapter.poll?.(query, call)) ?? [];
  };
  const failing: ProviderAdapter = {
    ...adapter,
    streams: {
      ...streams,
      get(id, call) {
        reads += 1;
        return failure ? Promise.reject(failure) : streams.get(id, call);
      },
    },
    ...(adapter.poll && { poll }),
  };
  const clock = createManualClock(Date.now());
  const stage = await openTestControl({ [provider]: failing }, { drift: "show", clock });
  const read = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1_000);
      for (let tick = 0; tick < 30; tick += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const { stream } = await stage.control.streams.create({ name: "Show", targets: [{ name: "one", destination }] });
  await read(130);
  const [target] = stream.targets ?? [];
  const at = stream.bindings?.[0]?.id ?? "";
  return {
    ...stage,
    adapter,
    id: stream.id,
    at,
    targetId: target?.id ?? "",
    read,
    fail: (error) => (failure = error),
    hasSwitch: provider !== "mux",
    reads: () => reads,
  };
}

/** Others take the target off the air. */
async function meddle({ adapter, at, hasSwitch }: Stage): Promise<void> {
  const [target] = await adapter.targets.list(at, context());
  const ref = { streamId: at, id: target?.id ?? "" };
  if (hasSwitch) await adapter.targets.update?.(ref, { enabled: false }, context());
  else await adapter.targets.delete(ref, context());
}

const there = async ({ adapter, at }: Stage) =>
  (await adapter.targets.list(at, context())).map(({ enabled }) => ({ enabled }));

describe.each(["castr", "livepeer", "mux"] as const)("at %s", (provider) => {
  test("a change here brings back what others have changed just before, though nobody has noticed it", async () => {
    const stage = await open(provider);
    await using _stage = stage;
    await stage.read(10);
    await meddle(stage);
    const ref = { streamId: stage.id, id: stage.targetId };
    const answer = await stage.control.targets.update(ref, { name: "two" });
    expect(answer).toMatchObject({ name: "two", enabled: true });
    expect(answer.pending).toBeUndefined();
    expect(await there(stage)).toEqual([{ enabled: true }]);
    const [target] = await stage.control.targets.list(stage.id);
    expect(target?.notices.map(({ code }) => code)).not.toContain("drift");
  });

  test("so does a whole list", async () => {
    const stage = await open(provider);
    await using _stage = stage;
    const ref = { streamId: stage.id, id: stage.targetId };
    await stage.control.targets.update(ref, { reference: "r1" });
    await stage.read(20);
    await meddle(stage);
    await stage.control.targets.replace(stage.id, [{ name: "one", reference: "r1", destination }]);
    expect(await there(stage)).toEqual([{ enabled: true }]);
  });

  test("and a change of the stream what others have changed of the stream", async () => {
    const stage = await open(provider);
    await using _stage = stage;
    await stage.adapter.streams.update?.(stage.at, { name: "Theirs" }, context());
    await stage.control.streams.update(stage.id, { metadata: { a: "1" } });
    expect(await stage.adapter.streams.get(stage.at, context())).toMatchObject({ name: "Show" });
    expect((await stage.control.streams.get(stage.id)).notices).toEqual([]);
  });

  test("what others change of an idle stream is told seconds after it was first seen", async () => {
    const stage = await open(provider);
    await using _stage = stage;
    await meddle(stage);
    const isTold = async () =>
      (await stage.control.targets.list(stage.id))[0]?.notices.some(({ code }) => code === "drift") === true;
    const before = stage.reads();
    for (let second = 0; second < 60 && stage.reads() === before; second += 1) await stage.read(1);
    expect(await isTold()).toBe(false);
    await stage.read(10);
    expect(await isTold()).toBe(true);
  });
});

test("a look that fails keeps no change from being taken", async () => {
  const stage = await open("castr");
  await using _stage = stage;
  stage.fail(new MultistreamError("provider_unavailable", "It fails."));
  const ref = { streamId: stage.id, id: stage.targetId };
  expect(await stage.control.targets.update(ref, { name: "two" })).toMatchObject({ name: "two" });
  expect((await stage.adapter.targets.list(stage.at, context())).map(({ name }) => name)).toEqual(["two"]);
});
