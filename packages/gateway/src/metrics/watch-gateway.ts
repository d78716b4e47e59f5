import type { Clock } from "../control/clock.ts";
import type { ControlPlane } from "../control/control-plane.ts";
import type { Store } from "../store/index.ts";
import { addBacklogMetrics } from "./backlog-metrics.ts";
import { addLogMetrics } from "./log-metrics.ts";
import type { Metrics } from "./metrics.ts";
import { addReconcileMetrics } from "./reconcile-metrics.ts";
import { addStateMetrics } from "./state-metrics.ts";

/** What is looked at. */
export type WatchedGateway = {
  control: Pick<ControlPlane, "observed" | "reconciler">;
  store: Store;
  clock: Clock;
  /** Targets that have series of their own. Default 0. */
  maxTargets?: number | undefined;
};

/** Has the metrics look at a gateway whenever they are told. */
export function watchGateway(metrics: Metrics, { control, store, clock, maxTargets = 0 }: WatchedGateway): void {
  const { registry, beforeTelling } = metrics;
  beforeTelling(addStateMetrics(registry, { observed: () => control.observed(), clock, maxTargets }));
  beforeTelling(addReconcileMetrics(registry, () => control.reconciler.counts()));
  beforeTelling(addLogMetrics(registry, store));
  beforeTelling(addBacklogMetrics(registry, store));
}
