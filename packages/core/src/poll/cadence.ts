/** How often a poller looks. Times in milliseconds. */
export type Cadence = {
  /** Between two looks at a stream that is live or reconnecting. */
  liveMs: number;
  /** Between two looks at all others, which are read together. */
  idleMs: number;
  /** Between two looks at what has just changed, or may have. */
  changedMs: number;
  /** For how long something counts as just changed. */
  changedForMs: number;
  /** By how much each wait differs by chance, 0 to 1: 0.2 is 20 % more or less. */
  jitter: number;
  /** The longest wait after failures, unless the provider asks for a longer one. */
  maxBackoffMs: number;
  /** Looks in one minute, over all streams; a page of 100 streams counts as one. */
  perMinute: number;
};

/** Where polls are all that tells: 5 s while live, 45 s while idle, 5 s for a minute after a change. */
export const fastCadence: Cadence = {
  liveMs: 5_000,
  idleMs: 45_000,
  changedMs: 5_000,
  changedForMs: 60_000,
  jitter: 0.2,
  maxBackoffMs: 120_000,
  perMinute: 60,
};

/** Where webhooks arrive, and polls only find what they have missed: 30 s while live, 5 min while idle. */
export const safetyNetCadence: Cadence = { ...fastCadence, liveMs: 30_000, idleMs: 300_000 };
