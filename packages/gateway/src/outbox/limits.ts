/** What bounds the outbox; tests take less. What is said of attempts holds for each process on a store by itself. */
export type OutboxLimits = {
  /** Endpoints at a time that belong to no tenant. Default 100. */
  maxEndpoints: number;
  /** Endpoints at a time of each tenant. Default 20. */
  maxTenantEndpoints: number;
  /** Endpoints at a time in all: every event is held against each of them. Default 1000. */
  maxAllEndpoints: number;
  /** Attempts at a time in this process, over all endpoints. Default 64. */
  maxRunning: number;
  /**
   * Attempts at a time from this process to one endpoint; one that fails gets a single one until something succeeds.
   * Where several processes share a store, an endpoint may have as many from each of them. Default 4.
   */
  maxRunningPerEndpoint: number;
  /** Milliseconds for a whole attempt. Default 20 000. */
  attemptMs: number;
  /**
   * Milliseconds after which a delivery is due again whose attempt was never heard of again. Clocks of processes on one
   * store may differ by what it is longer than an attempt; beyond that, something may be sent twice. Default 40 000.
   */
  leaseMs: number;
  /** Milliseconds without any success after which a failing endpoint is disabled. Default 5 days. */
  disableAfterMs: number;
  /** Milliseconds that settled deliveries are kept. Default 7 days. */
  keepMs: number;
  /** Settled deliveries kept at most. Default 200 000. */
  maxSettled: number;
  /** Entries of all attempt logs kept at most. Default 400 000. */
  maxAttempts: number;
  /** Deliveries that one call sends again. Default 10 000. */
  maxReplayed: number;
  /** Milliseconds between looks for due deliveries when nothing wakes it. Default 15 000. */
  pollMs: number;
  /** Milliseconds between clean-ups. Default 60 000. */
  upkeepMs: number;
  /** Milliseconds that running attempts get when it closes. Default 5 000. */
  graceMs: number;
};

const DAY_MS = 86_400_000;

export const defaultLimits: OutboxLimits = {
  maxEndpoints: 100,
  maxTenantEndpoints: 20,
  maxAllEndpoints: 1000,
  maxRunning: 64,
  maxRunningPerEndpoint: 4,
  attemptMs: 20_000,
  leaseMs: 40_000,
  disableAfterMs: 5 * DAY_MS,
  keepMs: 7 * DAY_MS,
  maxSettled: 200_000,
  maxAttempts: 400_000,
  maxReplayed: 10_000,
  pollMs: 15_000,
  upkeepMs: 60_000,
  graceMs: 5_000,
};
