import type { Channel, Reading, Writing } from "./access.ts";
import type { RowsWritten } from "./rows-written.ts";

/** Everything that the gateway keeps. The tables are reached through the functions of the repositories beside this file. */
export type Store = {
  /** Is it this process's alone while it is open? Then what a former process was at lies idle. */
  readonly exclusive: boolean;
  /**
   * Runs a unit of work and resolves after COMMIT. Units appear to run one after another: in the order in which they
   * were asked for where the store is `exclusive`, else in any; await one that another relies on. One that throws is
   * undone alone and its error passes through unchanged. A unit may be run more than once until it is stored.
   *
   * @throws MultistreamError `conflict` when it breaks a uniqueness or reference rule; `provider_unavailable` (worth a
   * repeat) when too many units wait, the database cannot be reached or written, or the store is closed. Its `outcome`
   * is `unknown` where the commit may have taken place all the same.
   */
  write<T>(unit: () => Writing<T>): Promise<T>;
  /** Runs queries that see one consistent state of all that is committed. */
  read<T>(unit: () => Reading<T>): Promise<T>;
  /**
   * Calls back with the payload of every `notify` on this store, in whichever process; and without one when some may
   * have been missed. It is a hint that saves time: whoever must not miss anything also looks from time to time.
   *
   * @returns what ends it
   */
  listen(channel: Channel, listener: (payload: string | undefined) => void): () => void;
  /**
   * Tells what a commit has written of streams and targets, before anybody who asked for it is answered and before
   * anything can be read: who keeps what was read drops it then. Absent where other processes write as well.
   *
   * @returns what ends it
   */
  onRowsWritten?(listener: (rows: RowsWritten) => void): () => void;
  /** May it be relied on? False while writes fail, while it is closing, and when its queue is over half full. */
  healthy(): boolean;
  /** Writes what still waits, then closes and gives free what it holds. Repeating it is harmless. */
  close(): Promise<void>;
};
