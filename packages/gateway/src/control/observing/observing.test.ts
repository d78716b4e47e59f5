import type { TargetState } from "@polycast/core";
import { fakeProvider } from "@polycast/core/testing";
import { expect, test } from "vitest";
import { getStreamState, type Store } from "../../store/index.ts";
import { systemClock } from "../clock.ts";
import { createTeller } from "../teller.test.support.ts";
import { openTestControl } from "../test-control.test.support.ts";

const custom = { name: "Custom", destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key-0002" } };
const at = "2026-01-02T03:04:05.000Z";
const now = () => Date.parse(at);
const clock = { ...systemClock, now };

function targetReport(state: TargetState, more: { bitrateBps?: number; targetId?: string } = {}) {
  const { targetId = "target-2", ...numbers } = more;
  const status = { state, source: "relay" as const, ...numbers };
  return { kind: "target" as const, streamId: "stream-1", targetId, occurredAt: at, status };
}

test("a report changes the status and becomes one event; numbers alone write nothing", async () => {
  const { adapter, tell } = createTeller(fakeProvider({ now }).provider);
  await using opened = await openTestControl({ fake: adapter }, { clock });
  const { stream } = await opened.control.streams.create({ name: "Show", targets: [custom] });
  tell({
    kind: "stream",
    streamId: "stream-1",
    occurredAt: at,
    status: { state: "live", source: "relay" },
    session: { id: "x", startedAt: at },
  });
  tell(targetReport("live"));
  tell(targetReport("live", { bitrateBps: 4_000_000 }));
  const live = await opened.eventOf("target.live");
  expect(live).toMatchObject({
    streamId: stream.id,
    sessionId: "x",
    source: "relay",
    occurredAt: at,
    data: { target: { id: stream.targets?.[0]?.id, name: "Custom" }, previous: { status: { state: "idle" } } },
  });
  const current = await opened.control.streams.get(stream.id);
  expect(current).toMatchObject({ status: { state: "live" }, session: { id: "x" } });
  expect(current.targets?.[0]?.status).toMatchObject({ state: "live", bitrateBps: 4_000_000 });
  const events = await opened.events();
  expect(events.map(({ type }) => type)).toEqual(["stream.created", "target.created", "stream.live", "target.live"]);
  const sequences = events.map(({ sequence }) => sequence ?? -1);
  expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
});

test("numbers alone are written when it closes, not before", async () => {
  const { adapter, tell } = createTeller(fakeProvider({ now }).provider);
  await using opened = await openTestControl({ fake: adapter }, { clock });
  const { stream } = await opened.control.streams.create({ name: "Show", targets: [custom] });
  const stored = () => opened.store.read(() => getStreamState(stream.id));
  tell(targetReport("live"));
  await opened.eventOf("target.live");
  const before = await stored();
  for (let bitrateBps = 1; bitrateBps <= 100; bitrateBps += 1) tell(targetReport("live", { bitrateBps }));
  await opened.eventOf("target.live");
  expect(await stored()).toBe(before);
  await opened.control.close();
  expect(await stored()).toContain('"bitrateBps":100');
});

test("what a provider reports of a thing before its creation has answered is not lost", async () => {
  const fake = fakeProvider({ now });
  const { adapter, tell } = createTeller(fake.provider);
  await using opened = await openTestControl({ fake: adapter }, { clock });
  fake.beforeAnswer("streams.create", () => tell(targetReport("connecting")));
  const { stream } = await opened.control.streams.create({ name: "Show", targets: [custom] });
  fake.beforeAnswer("targets.create", () => tell(targetReport("retrying", { targetId: "target-3" })));
  await opened.control.targets.create(stream.id, custom);
  const states = (await opened.control.targets.list(stream.id)).map(({ status }) => status.state);
  expect(states).toEqual(["connecting", "retrying"]);
  await opened.eventOf("target.connecting");
  await opened.eventOf("target.retrying");
});

test("reports of things that are not ours change nothing", async () => {
  const { adapter, tell } = createTeller(fakeProvider({ now }).provider);
  await using opened = await openTestControl({ fake: adapter }, { clock });
  await opened.control.streams.create({ name: "Show", targets: [custom] });
  tell({ ...targetReport("live"), streamId: "foreign" });
  tell(targetReport("live", { targetId: "foreign" }));
  await opened.control.close();
  expect(opened.lines.filter((line) => line.includes('"error"'))).toEqual([]);
});

test("a report that overtakes the answer to a call wins over it", async () => {
  const fake = fakeProvider({ now });
  const { adapter, tell } = createTeller(fake.provider);
  await using opened = await openTestControl({ fake: adapter }, { clock });
  const { stream } = await opened.control.streams.create({ name: "Show", targets: [custom] });
  const path = { streamId: stream.id, id: stream.targets?.[0]?.id ?? "" };
  fake.beforeAnswer("targets.update", () => tell(targetReport("connecting")));
  expect((await opened.control.targets.update(path, { name: "New" })).status.state).toBe("connecting");
});

test("the answer to a change counts against what was reported just before it", async () => {
  let time = now();
  const ticking = { ...clock, now: () => time };
  const { provider } = fakeProvider({ now: ticking.now });
  const { adapter, tell } = createTeller({ ...provider, subscribe: () => () => undefined });
  await using opened = await openTestControl({ fake: adapter }, { clock: ticking });
  const { stream } = await opened.control.streams.create({ name: "Show", targets: [custom] });
  const path = { streamId: stream.id, id: stream.targets?.[0]?.id ?? "" };
  tell(targetReport("live"));
  time += 500;
  expect((await opened.control.targets.update(path, { enabled: false })).status.state).toBe("disabled");
});

test("while the store fails, observing goes on and the newest state of each thing is written later", async () => {
  const { adapter, tell } = createTeller(fakeProvider({ now }).provider);
  let failing = false;
  let attempts = 0;
  const wrapStore = (store: Store): Store => ({
    ...store,
    write: (unit) => {
      attempts += 1;
      return failing ? Promise.reject(new Error("full")) : store.write(unit);
    },
  });
  await using opened = await openTestControl({ fake: adapter }, { wrapStore, clock });
  const { stream } = await opened.control.streams.create({ name: "Show", targets: [custom, custom] });
  failing = true;
  for (let round = 0; round < 3000; round += 1) tell(targetReport(round % 2 === 0 ? "connecting" : "retrying"));
  tell(targetReport("failed", { targetId: "target-3" }));
  tell(targetReport("live"));
  const states = (await opened.control.targets.list(stream.id)).map(({ status }) => status.state);
  expect(states).toEqual(["live", "failed"]);
  await new Promise((resolve) => setImmediate(resolve));
  failing = false;
  await opened.control.close();
  const written: string[] = [];
  let after: string | undefined;
  do {
    const page = await opened.control.events.list({ limit: 100, ...(after === undefined ? {} : { after }) });
    written.push(...page.data.map(({ type }) => type));
    after = page.nextCursor;
  } while (after !== undefined);
  expect(written.length).toBeLessThan(2100);
  expect(written.slice(-2).toSorted()).toEqual(["target.failed", "target.live"]);
  expect(attempts).toBeLessThan(100);
});

test("a fact carries the wanted state as it is when it is written, and a deleted target has no more facts", async () => {
  const { adapter, tell } = createTeller(fakeProvider({ now }).provider);
  /** Of each of the next writes, when it is on its way. */
  let acts: (() => void)[] = [];
  const wrapStore = (store: Store): Store => ({
    ...store,
    write: (unit) => {
      const written = store.write(unit);
      acts.shift()?.();
      return written;
    },
  });
  await using opened = await openTestControl({ fake: adapter }, { wrapStore, clock });
  const { stream } = await opened.control.streams.create({ name: "Show", targets: [custom, custom] });
  const [first, second] = stream.targets ?? [];
  // Each is reported when the change is on its way to the disk and nobody has been told of it.
  acts = [() => tell(targetReport("live"))];
  await opened.control.targets.update({ streamId: stream.id, id: first?.id ?? "" }, { name: "New" });
  // The wish, the call that is about to be made, and that it was made.
  acts = [ignore, ignore, () => tell(targetReport("live", { targetId: "target-3" }))];
  await opened.control.targets.delete({ streamId: stream.id, id: second?.id ?? "" });
  await opened.control.close();
  const facts = (await opened.events()).filter(({ type }) => type === "target.live");
  expect(facts).toMatchObject([{ data: { target: { name: "New" } } }]);
});

function ignore(): void {}
