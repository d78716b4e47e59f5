import type { Reading } from "../../store/index.ts";

/**
 * Comes first in a unit of work that only the observer of an instance may write.
 *
 * @throws MultistreamError `conflict` when another tenure has begun since, here or in another process
 */
export type Fence = () => Reading<void>;

/** A duty has come, or is gone. */
export type DutyChange = { instance: string; held: boolean };

/**
 * Which instances this process observes: of the processes on a store one at a time does so for each instance. It alone
 * processes the instance's webhooks, reads its API from time to time, and writes facts.
 */
export type Duties = {
  /** By the clock of this process alone: in doubt, no. */
  holds(instance: string): boolean;
  /** The fence of the tenure that runs now; it stays that tenure's for ever. Refuses everything where none runs. */
  fence(instance: string): Fence;
  /** A fence has refused: the duty is gone. */
  refused(instance: string): void;
  onChange(listener: (change: DutyChange) => void): void;
  /** Begins to take duties. Resolves when the first round is over, whatever it has brought. */
  start(): Promise<void>;
  /** Gives them all free, so that others have them at once. Stop acting before. */
  close(): Promise<void>;
};

/** Lets everything pass. */
export const openFence: Fence = function* () {};
