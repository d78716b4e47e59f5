import { describe, expect, test, vi } from "vitest";
import { engines } from "../../store/contract/engines.test.support.ts";
import { countReports, deleteStream, insertStream, insertTarget, notify, updateStream } from "../../store/index.ts";
import { getMeta, setMeta } from "../../store/meta.ts";
import { sampleStream, sampleTarget } from "../../store/sample-records.test.support.ts";
import { temporaryStore } from "../../store/temporary-store.test.support.ts";
import { settle } from "../duties/shared-store.test.support.ts";
import { createManualClock } from "../manual-clock.test.support.ts";
import { hearing, polled, silent } from "./fakes.test.support.ts";
import {
  eventTypes,
  openAlone,
  openProcess,
  passIn,
  sayStream,
  sayTarget,
  storeStream,
  type TestProcess,
} from "./process.test.support.ts";

/**
 * What holds after some time: notices and reports take theirs, and on PostgreSQL any transaction that writes, be it in
 * another database, holds back the events that come after it.
 */
async function comes<T>(read: () => T | Promise<T>, expected: T, ...processes: TestProcess[]): Promise<void> {
  await vi.waitFor(async () => {
    await passIn(250, ...processes);
    expect(await read()).toEqual(expected);
  }, 10_000);
}

describe.each(engines)("two processes on one store, on $name", (engine) => {
  test("show the same, and everything is told once, across a handover", async () => {
    const shared = await engine.open();
    await storeStream(shared);
    const clock = createManualClock();
    const { adapter, ...fake } = hearing(() => clock.now());
    const first = await openProcess(shared, adapter, { clock });
    const second = await openProcess(shared, adapter, { clock });
    expect([first.observes(), second.observes()]).toEqual([true, false]);
    fake.goLive("stream-1");
    await comes(() => [first.shows(), second.shows()], ["live live", "live live"], first, second);
    await first.observing.stop();
    await first.observing.close();
    await expect.poll(() => second.observes()).toBe(true);
    clock.advance(1000);
    fake.endSession("stream-1");
    await comes(() => second.shows(), "idle idle", second);
    await comes(() => shared.read(() => countReports("fake")), 0, second);
    // What would be told twice comes by then.
    await passIn(5000, second);
    const told = async (of: string) => (await eventTypes(shared)).filter((type) => type.startsWith(of));
    await comes(() => told("target."), ["target.connecting", "target.live", "target.idle"], second);
    await comes(() => told("stream."), ["stream.live", "stream.ended"], second);
  });

  test("what the former observer writes late is refused, and it shows what the next one has seen", async () => {
    const shared = await engine.open();
    await storeStream(shared);
    const clock = createManualClock();
    const adapter = silent(() => clock.now());
    const first = await openProcess(shared, adapter);
    const second = await openProcess(shared, adapter, { clock });
    // The first stands still.
    await passIn(13_000, second);
    expect([first.observes(), second.observes()]).toEqual([true, true]);
    const at = clock.now();
    second.observing.observer.observe("fake", sayStream("live", at));
    second.observing.observer.observe("fake", sayTarget("live", at));
    await passIn(500, second);
    const late = first.observing.observer.takeWebhook("fake", [], () => setMeta("settled", "by the first"));
    first.observing.observer.observe("fake", sayTarget("retrying", first.clock.now()));
    expect(await late).toBe("elsewhere");
    expect(await shared.read(() => getMeta("settled"))).toBeUndefined();
    await settle(first.view, second.view);
    await comes(() => [first.observes(), first.shows()], [false, "live live"], second);
    await comes(() => eventTypes(shared), ["stream.live", "target.live"], second);
    expect(second.shows()).toBe("live live");
  });

  test("what a follower learns is taken in by the observer, once", async () => {
    const shared = await engine.open();
    await storeStream(shared);
    const clock = createManualClock();
    const adapter = silent(() => clock.now());
    const first = await openProcess(shared, adapter, { clock });
    const second = await openProcess(shared, adapter, { clock });
    await passIn(1000, first, second);
    const at = clock.now();
    const learnt = { ...sayStream("live", at), streamId: "str_a" };
    second.observing.observer.take([learnt, { ...sayTarget("connecting", at), streamId: "str_a", targetId: "tgt_a" }]);
    expect(second.shows()).toBe("live connecting");
    const shown = () => [first.shows(), second.shows()];
    await comes(shown, ["live connecting", "live connecting"], first, second);
    await comes(() => shared.read(() => countReports("fake")), 0, first, second);
    await passIn(3000, first, second);
    expect(shown()).toEqual(["live connecting", "live connecting"]);
    await comes(() => eventTypes(shared), ["stream.live", "target.connecting"], first, second);
  });
});

test("what an observer was about to write when it stood still is told by nobody else before it is true again", async () => {
  const shared = temporaryStore();
  await storeStream(shared);
  const process = await openAlone(shared);
  process.observing.observer.observe("fake", sayStream("live", process.clock.now()));
  await passIn(500, process);
  process.clock.advance(4000);
  expect(process.observes()).toBe(false);
  process.observing.observer.observe("fake", sayTarget("retrying", process.clock.now()));
  await passIn(3000, process);
  // It went the way of a report, to the process's own next tenure.
  expect(process.observes()).toBe(true);
  expect(await eventTypes(shared)).toEqual(["stream.live", "target.retrying"]);
});

test("streams that another process makes, changes and deletes are known, also when no notice comes", async () => {
  const shared = temporaryStore();
  const clock = createManualClock();
  const adapter = silent(() => clock.now());
  const hears = await openProcess(shared, adapter, { clock });
  const deaf = await openProcess(shared, adapter, { clock, isDeaf: true });
  const names = () => [hears, deaf].map(({ observing }) => observing.register.get("str_a")?.name);
  await shared.write(function* () {
    yield* insertStream(
      sampleStream({ id: "str_a", provider: "fake", providerId: "stream-1", updatedAt: clock.now() }),
    );
    yield* notify("wanted", "str_a");
  });
  await settle(hears.view, deaf.view);
  expect(names()).toEqual(["Sunday service", undefined]);
  await passIn(2250, hears, deaf);
  expect(names()).toEqual(["Sunday service", "Sunday service"]);
  await shared.write(function* () {
    yield* updateStream("str_a", { name: "Monday service", updatedAt: clock.now() });
    yield* insertTarget(sampleTarget("str_a", { id: "tgt_b", providerId: "target-9", updatedAt: clock.now() }));
    yield* notify("wanted", "str_a");
  });
  await passIn(2250, hears, deaf);
  expect(names()).toEqual(["Monday service", "Monday service"]);
  expect(deaf.observing.bindings.targetOf("str_a", "target-9")).toBe("tgt_b");
  await shared.write(() => deleteStream("str_a"));
  await passIn(33_000, hears, deaf);
  expect(names()).toEqual([undefined, undefined]);
  expect(hears.observing.bindings.streamOf("fake", "stream-1")).toBeUndefined();
});

test("what is wanted changes under the observer without a loss of what it has seen", async () => {
  const shared = temporaryStore();
  await storeStream(shared);
  const process = await openAlone(shared);
  process.observing.observer.observe("fake", sayStream("live", process.clock.now()));
  process.observing.observer.observe("fake", sayTarget("live", process.clock.now()));
  await shared.write(function* () {
    yield* insertTarget(sampleTarget("str_a", { id: "tgt_b", providerId: "target-9" }));
    yield* notify("wanted", "str_a");
  });
  await settle(process.view);
  expect(process.shows()).toBe("live live");
  expect(process.observing.register.target("str_a", "tgt_b")?.status.state).toBe("unknown");
});

test("only the observer reads the provider; a hint of another process reaches it", async () => {
  const shared = temporaryStore();
  await storeStream(shared);
  const clock = createManualClock();
  const fakes = [polled(() => clock.now()), polled(() => clock.now())] as const;
  const first = await openProcess(shared, fakes[0].adapter, { clock });
  const second = await openProcess(shared, fakes[1].adapter, { clock });
  await passIn(10_000, first, second);
  expect(fakes[0].callCount()).toBeGreaterThan(0);
  expect(fakes[1].callCount()).toBe(0);
  await passIn(120_000, first, second);
  const before = fakes[0].callCount();
  second.observing.pollers.hint("fake", "stream-1");
  await passIn(1000, first, second);
  expect(fakes[0].callCount()).toBeGreaterThan(before);
});
