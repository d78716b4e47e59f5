import { storeUnavailable } from "../store-error.ts";

export type TurnsOptions = {
  /** How many work at once. */
  atOnce: number;
  /** How many may wait; one more is refused. */
  maxQueued: number;
  /** Milliseconds after which whoever still waits is refused. */
  maxWaitMs: number;
  /** Milliseconds from any origin. Default: the monotonic clock. */
  clock?: () => number;
};

/** Lets so many work at once, in the order they came. */
export type Turns = {
  /** @throws MultistreamError `provider_unavailable` when too many wait, it waited for too long, or it is closed. */
  take<T>(work: () => Promise<T>): Promise<T>;
  /** How many wait. */
  waiting(): number;
  /** Refuses all that waits. */
  giveUp(): void;
  /** Refuses what comes from now on, and resolves when all that came before is over. */
  close(): Promise<void>;
};

type Waiting = { askedAt: number; start(): void; refuse(message: string): void };

export function createTurns(options: TurnsOptions): Turns {
  const { atOnce, maxQueued, maxWaitMs, clock = () => performance.now() } = options;
  const queue: Waiting[] = [];
  let working = 0;
  let closed = false;
  let onIdle: (() => void) | undefined;

  const next = (): void => {
    let one = queue.shift();
    while (one && clock() - one.askedAt >= maxWaitMs) {
      one.refuse("The store was too busy for too long.");
      one = queue.shift();
    }
    if (one) one.start();
    else if (working === 0) onIdle?.();
  };

  const start = async <T>(work: () => Promise<T>): Promise<T> => {
    working += 1;
    try {
      return await work();
    } finally {
      working -= 1;
      next();
    }
  };

  return {
    take<T>(work: () => Promise<T>): Promise<T> {
      if (closed) return Promise.reject(storeUnavailable("The store is closed."));
      if (working < atOnce) return start(work);
      if (queue.length >= maxQueued) return Promise.reject(storeUnavailable("Too much is waiting for the store."));
      return new Promise((resolve, reject) => {
        queue.push({
          askedAt: clock(),
          start: () => resolve(start(work)),
          refuse: (message) => reject(storeUnavailable(message)),
        });
      });
    },
    waiting: () => queue.length,
    giveUp() {
      for (const one of queue.splice(0)) one.refuse("The store cannot be used at the moment.");
    },
    close() {
      closed = true;
      if (working === 0) return Promise.resolve();
      return new Promise((resolve) => {
        onIdle = resolve;
      });
    },
  };
}
