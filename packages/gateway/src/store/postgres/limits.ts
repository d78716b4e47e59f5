/** What bounds the store on PostgreSQL. */
export type PostgresLimits = {
  /** Connections at most, at least 2, beside one that listens. Writes use half of them. Default 10. */
  poolSize: number;
  /** Units that may wait, of those that write and of those that read; one more is refused. Default 5000. */
  maxQueued: number;
  /** Milliseconds after which a unit that waits for its turn is refused. Default 10 000. */
  maxWaitMs: number;
  /** How often a unit is repeated that others have come across. Default 20. */
  maxRepeats: number;
  /** Milliseconds that one query may take. Default 10 000. */
  statementTimeoutMs: number;
  /** Milliseconds after which PostgreSQL gives up a transaction that asks for nothing. Default 5000. */
  idleInTransactionMs: number;
  /** Milliseconds that it may take to connect. Default 5000. */
  connectTimeoutMs: number;
  /** Milliseconds between looks whether the listening connection still stands. Default 10 000. */
  keepaliveMs: number;
};

/** The defaults. */
export const defaultLimits: PostgresLimits = {
  poolSize: 10,
  maxQueued: 5000,
  maxWaitMs: 10_000,
  maxRepeats: 20,
  statementTimeoutMs: 10_000,
  idleInTransactionMs: 5000,
  connectTimeoutMs: 5000,
  keepaliveMs: 10_000,
};
