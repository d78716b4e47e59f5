import type { Reader, Transaction } from "./access.ts";

/** Everything that the gateway keeps. The tables are reached through the functions of the repositories beside this file. */
export type Store = {
  /** Is it this process's alone while it is open? Then what a former process was at lies idle. */
  readonly exclusive: boolean;
  /**
   * Runs a unit of work and resolves after COMMIT, in the order of the calls. Units that wait together share one
   * commit; one that throws is undone alone and its error passes through unchanged. A unit must not be asynchronous.
   *
   * @throws MultistreamError `conflict` when it breaks a uniqueness or reference rule; `provider_unavailable` (worth a
   * repeat) when too many units wait, the disk fails, another program holds the database for over 2 seconds, or the store
   * is closed.
   */
  write<T>(unit: (transaction: Transaction) => T): Promise<T>;
  /** Runs queries on the reading connection: a consistent view of all that is committed. */
  read<T>(unit: (reader: Reader) => T): Promise<T>;
  /** May it be relied on? False while writes fail, while it is closing, and when its queue is over half full. */
  healthy(): boolean;
  /** Writes what still waits, then closes and gives the data directory free. Repeating it is harmless. */
  close(): Promise<void>;
};
