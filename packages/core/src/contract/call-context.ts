/** What goes with every call to an adapter. */
export type CallContext = {
  /** Aborted by the caller or by the client's timeout. */
  signal: AbortSignal;
  /** The same key for the repeats of one call; an adapter whose provider has no such thing marks and matches. */
  idempotencyKey?: string;
  /**
   * What the call is known by should its process die: an adapter that makes several things for it marks them with this,
   * so that `finish` finds them. Told by a host that stores it before the call; holds no credential.
   */
  mark?: string;
};
