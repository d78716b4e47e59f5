import { randomBytes } from "node:crypto";
import type { ProviderAdapter } from "@polycast/core";
import type { StreamObservation, TargetObservation } from "@polycast/core/provider";
import { onTestFinished } from "vitest";
import { MasterKey } from "../../secrets/master-key.ts";
import { createSealer } from "../../secrets/sealer.ts";
import { insertStream, insertTarget, listEventsAfter, type Store } from "../../store/index.ts";
import { sampleStream, sampleTarget } from "../../store/sample-records.test.support.ts";
import { pass, type SharedStore, shareStore } from "../duties/shared-store.test.support.ts";
import { createManualClock, type ManualClock } from "../manual-clock.test.support.ts";
import { createInstances } from "../providers/instances.ts";
import { silent } from "./fakes.test.support.ts";
import { createObserving, type Observing } from "./observing.ts";
import { restoreInstance } from "./restore.ts";

/** What one process knows and observes of the instance `fake`, over a store that it shares with others. */
export type TestProcess = {
  observing: Observing;
  view: SharedStore;
  clock: ManualClock;
  lines: string[];
  observes(): boolean;
  /** The states of the stream `str_a` and its target, as this process would answer them. */
  shows(): string;
};

/** Opens one, begun; it is closed with the test. */
export async function openProcess(
  shared: Store,
  adapter: ProviderAdapter,
  { clock = createManualClock(), isDeaf = false }: { clock?: ManualClock; isDeaf?: boolean } = {},
): Promise<TestProcess> {
  const view = shareStore(shared);
  const { store } = view;
  if (isDeaf) view.deafen();
  const lines: string[] = [];
  const log = (level: string, message: string, fields?: object): void =>
    void lines.push(JSON.stringify({ level, message, ...fields }));
  const instances = createInstances({ fake: adapter }, "fake", clock);
  const observing = createObserving({
    instances,
    store,
    clock,
    log,
    onSeen: () => undefined,
    onFound: () => undefined,
    begin: async () => undefined,
    end: () => undefined,
  });
  const sealer = createSealer([new MasterKey(randomBytes(32))]);
  for (const instance of instances.all()) await restoreInstance({ ...observing, store, sealer, log }, instance);
  const unsubscribe = adapter.subscribe?.((observation) => observing.observer.observe("fake", observation));
  await observing.start();
  onTestFinished(async () => {
    unsubscribe?.();
    await observing.stop();
    await observing.close();
  });
  return {
    observing,
    view,
    clock,
    lines,
    observes: () => observing.observes("fake"),
    shows() {
      const stream = observing.register.get("str_a");
      const target = observing.register.target("str_a", "tgt_a");
      return `${stream?.status.state ?? "none"} ${target?.status.state ?? "none"}`;
    },
  };
}

/** Stores the stream `str_a` with its target `tgt_a`, which the provider calls `stream-1` and `target-2`. */
export async function storeStream(store: Store): Promise<void> {
  await store.write(function* () {
    yield* insertStream(sampleStream({ id: "str_a", provider: "fake", providerId: "stream-1" }));
    yield* insertTarget(sampleTarget("str_a", { id: "tgt_a", providerId: "target-2" }));
  });
}

/** A report in the provider's ids, at a time in milliseconds since the epoch. */
export function sayStream(state: "live" | "idle", at: number): StreamObservation {
  const occurredAt = new Date(at).toISOString();
  const status = { state, source: "relay" as const };
  return { kind: "stream", streamId: "stream-1", sequence: at * 1000, occurredAt, status };
}

/** The same of its target. */
export function sayTarget(state: "live" | "retrying" | "connecting", at: number): TargetObservation {
  const occurredAt = new Date(at).toISOString();
  const status = { state, source: "relay" as const };
  const [streamId, targetId] = ["stream-1", "target-2"];
  return { kind: "target", streamId, targetId, sequence: at * 1000 + 1, occurredAt, status };
}

/** The types of all events, in the order of the log. */
export async function eventTypes(store: Store): Promise<string[]> {
  return (await store.read(() => listEventsAfter({ limit: 500 }))).map(({ event }) => event.type);
}

/** Lets time pass in these processes, and lets them do what is due. */
export async function passIn(ms: number, ...processes: TestProcess[]): Promise<void> {
  const clocks = [...new Set(processes.map(({ clock }) => clock))];
  await pass(ms, clocks, ...processes.map(({ view }) => view));
}

/** Opens one by itself, of which nothing is heard but what a test says. */
export async function openAlone(shared: Store): Promise<TestProcess> {
  const clock = createManualClock();
  return openProcess(
    shared,
    silent(() => clock.now()),
    { clock },
  );
}
