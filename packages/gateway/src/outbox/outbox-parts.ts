import type { Log } from "@polycast/core/provider";
import type { Clock } from "../control/clock.ts";
import type { Sealer } from "../secrets/sealer.ts";
import type { AttemptRecord, Store } from "../store/index.ts";
import type { OutboxLimits } from "./limits.ts";

/** What the parts of the outbox share. */
export type OutboxParts = {
  store: Store;
  sealer: Sealer;
  clock: Clock;
  log: Log;
  limits: OutboxLimits;
  /** May endpoints be at loopback and private addresses, and speak plain HTTP? */
  allowPrivate: boolean;
  /** At least 0, less than 1. */
  random: () => number;
  /** Told of every attempt that has ended. */
  onAttempt?: ((attempt: AttemptRecord) => void) | undefined;
};
