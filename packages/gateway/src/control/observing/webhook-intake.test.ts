import type { StreamState, TargetState } from "@polycast/core";
import type { Observation, StreamObservation, TargetObservation } from "@polycast/core/provider";
import { fakeProvider } from "@polycast/core/testing";
import { expect, test } from "vitest";
import { getStreamState, type Store, type Writing } from "../../store/index.ts";
import { getMeta, setMeta } from "../../store/meta.ts";
import { createManualClock } from "../manual-clock.test.support.ts";
import { openTestControl, type TestControl } from "../test-control.test.support.ts";

const custom = { name: "Custom", destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key-0002" } };

/** A control plane with a stream (`stream-1`) and its target (`target-2`), at a clock that a test moves. */
async function open(options: { wrapStore?: (store: Store) => Store; dataDir?: string } = {}) {
  const clock = createManualClock();
  const fake = fakeProvider({ now: () => clock.now() });
  const opened = await openTestControl({ fake: fake.provider }, { ...options, clock });
  const { stream } = await opened.control.streams.create({
    name: "Show",
    targets: [{ ...custom, reference: "the caller's" }],
  });
  clock.advance(10_000);
  return { opened, clock, streamId: stream.id, targetId: stream.targets?.[0]?.id ?? "" };
}

function seen(now: number) {
  return { sequence: now * 1000, occurredAt: new Date(now).toISOString() };
}

function streamIs(state: StreamState, now: number, streamId = "stream-1"): StreamObservation {
  return { kind: "stream", streamId, ...seen(now), status: { state, source: "webhook" } };
}

function targetIs(state: TargetState, now: number, targetId = "target-2"): TargetObservation {
  return { kind: "target", streamId: "stream-1", targetId, ...seen(now), status: { state, source: "webhook" } };
}

const settle = (): Writing<void> => setMeta("webhook", "done");
const settled = (opened: TestControl) => opened.store.read(() => getMeta("webhook"));

async function factsOf(opened: TestControl): Promise<string[]> {
  return (await opened.events()).map(({ type }) => type).slice(2);
}

test("a webhook is taken in with what settles it, and once however often it comes", async () => {
  const { opened, clock, targetId, streamId } = await open();
  await using _closing = opened;
  const { observer } = opened.control.intake;
  const said = [streamIs("live", clock.now()), targetIs("live", clock.now() + 1)];
  for (let time = 0; time < 3; time += 1) {
    expect(await observer.takeWebhook("fake", said, settle)).toBe("written");
    expect(await settled(opened)).toBe("done");
  }
  expect(await factsOf(opened)).toEqual(["stream.live", "target.live"]);
  expect(await opened.control.targets.get({ streamId, id: targetId })).toMatchObject({ status: { state: "live" } });
});

test("one that says nothing is settled; one about things that are not ours is not", async () => {
  const { opened, clock } = await open();
  await using _closing = opened;
  const { observer } = opened.control.intake;
  const foreign = [streamIs("live", clock.now(), "foreign"), targetIs("live", clock.now(), "foreign")];
  expect(await observer.takeWebhook("fake", foreign, settle)).toBe("unbound");
  expect(await observer.takeWebhook("other", [streamIs("live", clock.now())], settle)).toBe("unbound");
  expect(await settled(opened)).toBeUndefined();
  expect(await observer.takeWebhook("fake", [], settle)).toBe("written");
  expect(await settled(opened)).toBe("done");
  expect(await factsOf(opened)).toEqual([]);
});

test("what it says of our things counts beside what it says of others", async () => {
  const { opened, clock } = await open();
  await using _closing = opened;
  const said = [targetIs("live", clock.now(), "foreign"), streamIs("live", clock.now())];
  expect(await opened.control.intake.observer.takeWebhook("fake", said, settle)).toBe("written");
  expect(await factsOf(opened)).toEqual(["stream.live"]);
});

test.each([
  ["its id at the provider", { targetId: "target-2" }],
  ["the caller's reference", { targetId: "made-anew", reference: "the caller's" }],
])("a target without a stream is found by %s", async (_by, named) => {
  const { opened, clock } = await open();
  await using _closing = opened;
  const { observer } = opened.control.intake;
  await observer.takeWebhook("fake", [streamIs("live", clock.now())], settle);
  const { streamId: _unsaid, ...said } = { ...targetIs("retrying", clock.now() + 1), ...named };
  expect(await observer.takeWebhook("fake", [said], settle)).toBe("written");
  expect(await factsOf(opened)).toEqual(["stream.live", "target.retrying"]);
});

test("a target without a stream is found by our own id, where the provider carries that", async () => {
  const { opened, clock, targetId } = await open();
  await using _closing = opened;
  const { streamId: _unsaid, ...said } = targetIs("failed", clock.now(), "made-anew");
  const { observer } = opened.control.intake;
  expect(await observer.takeWebhook("fake", [{ ...said, reference: targetId }], settle)).toBe("written");
  expect(await observer.takeWebhook("fake", [{ ...said, reference: "another" }], settle)).toBe("unbound");
});

test("a late one changes nothing, is counted, and its log line names nothing but the thing", async () => {
  const { opened, clock, streamId, targetId } = await open();
  await using _closing = opened;
  const { observer } = opened.control.intake;
  const early: Observation[] = [targetIs("retrying", clock.now() + 1)];
  clock.advance(5000);
  await observer.takeWebhook("fake", [streamIs("live", clock.now()), targetIs("live", clock.now() + 1)], settle);
  const before = observer.superseded();
  await observer.takeWebhook("fake", early, settle);
  expect(observer.superseded()).toBe(before + 1);
  expect(await factsOf(opened)).toEqual(["stream.live", "target.live"]);
  const line = opened.lines.find((text) => text.includes("late")) ?? "{}";
  expect(JSON.parse(line)).toEqual({ level: "debug", message: expect.any(String), streamId, targetId });
});

test("one that is no news is stored too, so that what is older stays older after a crash", async () => {
  const { opened, clock, streamId } = await open();
  await using _closing = opened;
  const { observer } = opened.control.intake;
  const stored = () => opened.store.read(() => getStreamState(streamId));
  await observer.takeWebhook("fake", [streamIs("live", clock.now())], settle);
  const before = await stored();
  clock.advance(1000);
  await observer.takeWebhook("fake", [streamIs("live", clock.now())], settle);
  expect(await factsOf(opened)).toEqual(["stream.live"]);
  expect(await stored()).not.toBe(before);
});

test("until its unit is stored nothing of it is, and a crash before that leaves it to be taken in again", async () => {
  let broken = false;
  const wrapStore = (store: Store): Store => ({
    ...store,
    write: (unit) =>
      store.write(function* () {
        const value = yield* unit();
        // Thrown inside the unit, so that all of it is undone.
        if (broken) throw new RangeError("The unit is undone.");
        return value;
      }),
  });
  const { opened, clock } = await open({ wrapStore });
  const { observer } = opened.control.intake;
  const said = [streamIs("live", clock.now())];
  broken = true;
  const writing = observer.takeWebhook("fake", said, settle).catch((error: unknown) => error);
  await new Promise((resolve) => setImmediate(resolve));
  expect([await settled(opened), await factsOf(opened)]).toEqual([undefined, []]);
  // It crashes: nothing is written any more.
  await opened.control.close();
  await writing;
  await opened.close();

  const after = fakeProvider({ now: () => clock.now() });
  const again = await openTestControl({ fake: after.provider }, { dataDir: opened.dataDir, clock });
  expect([await settled(again), await factsOf(again)]).toEqual([undefined, []]);
  expect(await again.control.intake.observer.takeWebhook("fake", said, settle)).toBe("written");
  expect([await settled(again), await factsOf(again)]).toEqual(["done", ["stream.live"]]);
  await again.close();
  await opened[Symbol.asyncDispose]();
});

test("too much that waits is refused before anything is taken in", async () => {
  let failing = false;
  const wrapStore = (store: Store): Store => ({
    ...store,
    write: (unit) => (failing ? Promise.reject(new Error("down")) : store.write(unit)),
  });
  const { opened, clock, streamId } = await open({ wrapStore });
  await using _closing = opened;
  const { observer } = opened.control.intake;
  failing = true;
  const waiting = Array.from({ length: 1000 }, () => observer.takeWebhook("fake", [], settle));
  const ended = Promise.allSettled(waiting);
  const refused = observer.takeWebhook("fake", [streamIs("live", clock.now())], settle);
  await expect(refused).rejects.toMatchObject({ code: "provider_unavailable", retryable: true });
  expect(await opened.control.streams.get(streamId)).toMatchObject({ status: { state: "idle" } });
  failing = false;
  await opened.control.close();
  expect((await ended).every(({ status }) => status === "fulfilled")).toBe(true);
});

test("whoever waits for things to become known is told where, also of a target of a known stream", async () => {
  const { opened, clock, streamId } = await open();
  await using _closing = opened;
  const told: string[] = [];
  opened.control.onBound((instance) => void told.push(instance));
  const { observer } = opened.control.intake;
  const said = [targetIs("failed", clock.now() + 1, "target-3")];
  expect(await observer.takeWebhook("fake", said, settle)).toBe("unbound");
  await opened.control.targets.create(streamId, custom);
  expect(told).toEqual(["fake"]);
  expect(await observer.takeWebhook("fake", said, settle)).toBe("written");
  await opened.control.targets.delete({ streamId, id: "fake:target-3" });
  expect(told).toEqual(["fake"]);
  expect(await observer.takeWebhook("fake", said, settle)).toBe("unbound");
});
