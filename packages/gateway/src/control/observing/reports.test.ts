import { expect, test } from "vitest";
import {
  acquireLease,
  appendReport,
  claimRelayStream,
  countReports,
  deleteStream,
  putRelayStream,
} from "../../store/index.ts";
import { temporaryStore } from "../../store/temporary-store.test.support.ts";
import { createManualClock } from "../manual-clock.test.support.ts";
import { silent } from "./fakes.test.support.ts";
import {
  eventTypes,
  openAlone,
  openProcess,
  passIn,
  sayStream,
  sayTarget,
  storeStream,
} from "./process.test.support.ts";
import { type Reported, writeReport } from "./report-body.ts";

test("a report about a stream that the observer does not know yet waits for it, and is given up after a while", async () => {
  const shared = temporaryStore();
  const process = await openAlone(shared);
  const { clock } = process;
  const leave = () =>
    shared.write(() =>
      appendReport({
        instance: "fake",
        source: "relay:a/1",
        body: writeReport([sayStream("live", clock.now())]),
        createdAt: clock.now(),
      }),
    );
  await leave();
  await passIn(3000, process);
  expect(await shared.read(() => countReports("fake"))).toBe(1);
  await storeStream(shared);
  await passIn(2250, process);
  expect(process.shows()).toBe("live unknown");
  expect(await shared.read(() => countReports("fake"))).toBe(0);
  await shared.write(() => deleteStream("str_a"));
  await passIn(33_000, process);
  await leave();
  await passIn(33_000, process);
  expect(await shared.read(() => countReports("fake"))).toBe(0);
});

test("a report that makes no sense is in nobody's way", async () => {
  const shared = temporaryStore();
  await storeStream(shared);
  const process = await openAlone(shared);
  const at = process.clock.now();
  const bodies = ["{", "null", '[1, {"kind": "stream", "streamId": 5}]', writeReport([sayStream("live", at)])];
  await shared.write(function* () {
    for (const body of bodies) yield* appendReport({ instance: "fake", source: "relay:a/1", body, createdAt: at });
  });
  await passIn(500, process);
  expect(process.shows()).toBe("live unknown");
  expect(await shared.read(() => countReports("fake"))).toBe(0);
});

test("of a relay that died nobody knows any more, which is told once, until a relay reports again", async () => {
  const shared = temporaryStore();
  await storeStream(shared);
  const clock = createManualClock();
  const adapter = silent(() => clock.now());
  const first = await openProcess(shared, adapter, { clock });
  const report = (...items: Reported[]) =>
    shared.write(() =>
      appendReport({ instance: "fake", source: "relay:a/1", body: writeReport(items), createdAt: clock.now() }),
    );
  await shared.write(function* () {
    yield* putRelayStream({ id: "stream-1", instance: "fake", wantedSealed: "v1.sealed", updatedAt: clock.now() });
    yield* acquireLease("relay:a", "a", clock.now(), 10_000);
    yield* claimRelayStream("stream-1", "a");
  });
  await report(sayStream("live", clock.now()), sayTarget("live", clock.now()));
  await passIn(10_000, first);
  expect(first.shows()).toBe("live live");
  await passIn(3000, first);
  expect(first.shows()).toBe("unknown unknown");
  await passIn(10_000, first);
  const second = await openProcess(shared, adapter, { clock });
  await first.observing.stop();
  await first.observing.close();
  await passIn(10_000, second);
  // What is not known of a stream has no event of its own.
  const gone = ["stream.live", "target.live", "stream.warning", "target.unknown"];
  expect(await eventTypes(shared)).toEqual(gone);
  await report(sayStream("live", clock.now()), sayTarget("live", clock.now()));
  await passIn(5000, second);
  expect(second.shows()).toBe("live live");
  expect(await eventTypes(shared)).toEqual([...gone, "stream.live", "target.live"]);
});

test("a store that was away is no sign that the relays are gone", async () => {
  const shared = temporaryStore();
  await storeStream(shared);
  const process = await openAlone(shared);
  const renew = () => shared.write(() => acquireLease("relay:a", "a", process.clock.now(), 10_000));
  await renew();
  await shared.write(function* () {
    yield* putRelayStream({ id: "stream-1", instance: "fake", wantedSealed: "v1.sealed", updatedAt: 1 });
    yield* claimRelayStream("stream-1", "a");
  });
  process.observing.observer.observe("fake", sayStream("live", process.clock.now()));
  await passIn(6000, process);
  process.view.cut(true);
  await passIn(20_000, process);
  process.view.cut(false);
  await passIn(5000, process);
  await renew();
  await passIn(5000, process);
  expect(process.shows()).toBe("live unknown");
  await passIn(10_000, process);
  expect(process.shows()).toBe("unknown unknown");
});
