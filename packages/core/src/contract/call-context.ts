/** What goes with every call to an adapter. */
export type CallContext = {
  /** Aborted by the caller or by the client's timeout. */
  signal: AbortSignal;
  /** The same key for the repeats of one call; an adapter whose provider has no such thing marks and matches. */
  idempotencyKey?: string;
};
