/** Runs a task per key: one at a time for each key, and a bounded number at a time in each group. */
export type Turns = {
  /** Resolves when a run has ended that began after this call. Never rejects. */
  ask(key: string): Promise<void>;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
};

/** `begun`: what is asked for from now on may come too late for it. */
type Lane = { begun: boolean; running: Promise<void>; next?: Promise<void> };

/** What turns are made of. */
export type TurnsOptions = {
  /** Must not throw. */
  run: (key: string) => Promise<void>;
  /** The group of a key. */
  groupOf: (key: string) => string;
  /** Runs of a group at a time. */
  atOnce: (group: string) => number;
};

/** Makes the turns. While a key runs, all that ask for it share its next run. */
export function createTurns({ run, groupOf, atOnce }: TurnsOptions): Turns {
  const lanes = new Map<string, Lane>();
  const groups = new Map<string, { running: number; waiting: (() => void)[] }>();

  const inGroup = async (name: string, task: () => Promise<void>): Promise<void> => {
    const group = groups.get(name) ?? { running: 0, waiting: [] };
    groups.set(name, group);
    if (group.running >= atOnce(name)) await new Promise<void>((go) => group.waiting.push(go));
    else group.running += 1;
    try {
      await task();
    } finally {
      const next = group.waiting.shift();
      // Its place goes straight to the next one.
      if (next) next();
      else group.running -= 1;
      if (group.running === 0) groups.delete(name);
    }
  };

  const start = (key: string): Promise<void> => {
    const task = async (): Promise<void> => {
      // Those who ask in one turn of the event loop share the run.
      await new Promise((resolve) => setImmediate(resolve));
      lane.begun = true;
      await run(key);
    };
    const running = inGroup(groupOf(key), task).finally(() => {
      if (lanes.get(key) === lane && !lane.next) lanes.delete(key);
    });
    const lane: Lane = { begun: false, running };
    lanes.set(key, lane);
    return running;
  };

  return {
    ask(key) {
      const lane = lanes.get(key);
      if (!lane) return start(key);
      if (!lane.begun) return lane.running;
      lane.next ??= lane.running.then(() => start(key));
      return lane.next;
    },
    async idle() {
      while (lanes.size > 0) await Promise.all([...lanes.values()].map(({ running, next }) => next ?? running));
    },
  };
}
