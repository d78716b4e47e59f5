import type { Log } from "@polycast/core/provider";
import type { Clock } from "../hub/clock.ts";
import type { StreamHub } from "../hub/stream-hub.ts";
import type { Tenant, Tenure } from "../ownership/tenure.ts";
import type { Reporter } from "./reporter.ts";
import type { TargetSet } from "./target-set.ts";

/** What a stream of the relay works with. */
export type RelayStreamDeps = {
  clock: Clock;
  reporter: Reporter;
  log: Log;
  hub: StreamHub;
  targets: TargetSet;
  /** Milliseconds that it stays `reconnecting` without its encoder. */
  reconnectWindowMs: number;
  /** Absent: the relay owns everything that it serves. */
  createTenure?: (tenant: Tenant) => Tenure;
};
