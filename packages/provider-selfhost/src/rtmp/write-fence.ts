/**
 * Says whether anything may be written at this moment. It is asked ahead of every system call, so that not a byte leaves
 * after the thread has stood still for too long, whichever callback runs first then.
 */
export type WriteFence = {
  isOpen(): boolean;
  /** Calls back once when it opens; returns how to stop that. */
  whenOpen(run: () => void): () => void;
};
