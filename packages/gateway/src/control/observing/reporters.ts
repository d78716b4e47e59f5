import { randomUUID } from "node:crypto";
import type { Log } from "@polycast/core/provider";
import type { Store } from "../../store/index.ts";
import type { Clock } from "../clock.ts";
import type { Reported } from "./report-body.ts";
import { createReporter, type Reporter } from "./reporter.ts";

/** Leaves what this process has seen of instances that others observe. */
export type Reporters = {
  add(instance: string, item: Reported): void;
  /** Writes what waits, once. */
  close(): Promise<void>;
};

/** Makes them; each instance has one of its own, from its first report on. */
export function createReporters({ store, clock, log }: { store: Store; clock: Clock; log: Log }): Reporters {
  const source = `gateway:${randomUUID()}`;
  const reporters = new Map<string, Reporter>();
  return {
    add(instance, item) {
      const reporter = reporters.get(instance) ?? createReporter({ store, instance, source, clock, log });
      reporters.set(instance, reporter);
      reporter.add(item);
    },
    async close() {
      await Promise.all([...reporters.values()].map((reporter) => reporter.close()));
    },
  };
}
