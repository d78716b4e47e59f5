import { isMultistreamError } from "@polycast/core";
import type { Log, Observation } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import { deleteReports, listReports, type ReportRecord, type Store } from "../../store/index.ts";
import type { Clock } from "../clock.ts";
import type { Fence } from "../duties/duties.ts";
import type { Bindings } from "./bindings.ts";
import type { Observer } from "./observer.ts";
import type { Pollers } from "./pollers.ts";
import { readReport } from "./report-body.ts";

/** What an intake works with. */
export type ReportIntakeOptions = {
  store: Store;
  bindings: Bindings;
  observer: Pick<Observer, "takeReports">;
  pollers: Pick<Pollers, "hint">;
  /** Of what this process writes for an instance. */
  fence: (instance: string) => Fence;
  /** Makes streams known that another process has just made, by the provider's ids. */
  find: (instance: string, providerIds: readonly string[]) => Promise<void>;
  clock: Clock;
  log: Log;
};

/** Takes in what other processes and relays report of the instances that this process observes. */
export type ReportIntake = {
  begin(instance: string): void;
  end(instance: string): void;
  close(): void;
};

/** How often is looked, however little is heard. */
const LOOK_MS = 2000;
const BATCH = 100;
/** So long a report waits for its stream to be stored: a relay, or a process that makes one, may be ahead of that. */
const WAIT_MS = 30_000;

type Opened = { position: number; observations: Observation[]; hints: (string | undefined)[] };

/** Makes it. */
export function createReportIntake(options: ReportIntakeOptions): ReportIntake {
  const { store, bindings, observer, pollers, fence, find, clock, log } = options;
  /** Of each instance: what ends the wait for the next look. */
  const active = new Map<string, () => void>();
  const running = new Set<string>();
  const again = new Set<string>();

  const unknownOf = (instance: string, observations: readonly Observation[]): string[] =>
    observations.flatMap(({ streamId }) => (bindings.streamOf(instance, streamId) === undefined ? [streamId] : []));

  /** Those that can be taken in now. */
  const open = async (instance: string, records: readonly ReportRecord[]): Promise<Opened[]> => {
    const opened = records.map(({ position, body, createdAt }) => {
      const items = readReport(body);
      const observations = items.filter((item) => item.kind !== "hint");
      const hints = items.flatMap((item) => (item.kind === "hint" ? [item.streamId] : []));
      return { position, observations, hints, isYoung: clock.now() - createdAt < WAIT_MS };
    });
    const unknown = new Set(opened.flatMap(({ observations }) => unknownOf(instance, observations)));
    if (unknown.size > 0) await find(instance, [...unknown]);
    return opened.filter(({ observations, isYoung }) => !isYoung || unknownOf(instance, observations).length === 0);
  };

  /** Answers whether there may be more that can be taken. */
  const takeBatch = async (instance: string): Promise<boolean> => {
    const records = await store.read(() => listReports(instance, BATCH));
    const ready = await open(instance, records);
    if (ready.length === 0 || !active.has(instance)) return false;
    const positions = ready.map(({ position }) => position);
    const drop = () => deleteReports(positions);
    const observations = ready.flatMap((report) => report.observations);
    try {
      const disagreed = await observer.takeReports(instance, observations, function* () {
        yield* drop();
      });
      if (!disagreed) return false;
      const hints = new Set(ready.flatMap((report) => report.hints));
      for (const id of disagreed) hints.add(bindings.placeOf(id)?.providerId);
      for (const hint of hints) pollers.hint(instance, hint);
    } catch (error) {
      if (isMultistreamError(error) && error.retryable) throw error;
      log("error", "reports could not be taken in", { provider: instance, error: describeError(error) });
      // Or they would be in the way for ever.
      const own = fence(instance);
      await store.write(function* () {
        yield* own();
        yield* drop();
      });
    }
    return records.length === BATCH;
  };

  const run = async (instance: string): Promise<void> => {
    running.add(instance);
    active.get(instance)?.();
    try {
      do again.delete(instance);
      while (active.has(instance) && ((await takeBatch(instance)) || again.has(instance)));
    } catch (error) {
      log("warn", "reports wait to be taken in", { provider: instance, error: describeError(error) });
    } finally {
      running.delete(instance);
      if (active.has(instance))
        active.set(
          instance,
          clock.after(LOOK_MS, () => pump(instance)),
        );
    }
  };

  const pump = (instance: string): void => {
    if (!active.has(instance)) return;
    if (running.has(instance)) again.add(instance);
    else void run(instance);
  };

  const unlisten = store.listen("reports", (instance) => {
    for (const name of instance === undefined ? active.keys() : [instance]) pump(name);
  });

  const end = (instance: string): void => {
    active.get(instance)?.();
    active.delete(instance);
  };

  return {
    begin(instance) {
      active.set(instance, () => undefined);
      pump(instance);
    },
    end,
    close() {
      unlisten();
      for (const instance of active.keys()) end(instance);
    },
  };
}
