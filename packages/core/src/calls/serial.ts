import { MultistreamError } from "../errors/multistream-error.ts";
import { untilAborted } from "./until-aborted.ts";

/** Calls that may wait for one key. */
const MAX_WAITING = 1_000;

/** Runs what belongs to one key one after another, in the order of asking; other keys go on beside it. */
export type Serial = {
  /**
   * @param key e.g. the id of the stream whose targets are read, changed and written back
   * @param signal one that aborts while it waits leaves the line; a body that has begun looks after itself
   * @throws what the body throws; the signal's reason; MultistreamError `limit_exceeded` when 1 000 wait already
   */
  run<T>(key: string, signal: AbortSignal, body: () => Promise<T>): Promise<T>;
  /** Keys for which something runs or waits. */
  readonly size: number;
};

/** Those that wait for the one that runs. */
type Line = Set<() => void>;

/** Makes a `Serial` that knows of nothing. A key is forgotten as soon as it is idle. */
export function createSerial(): Serial {
  const lines = new Map<string, Line>();

  const next = (key: string, line: Line): void => {
    const [go] = line;
    if (!go) {
      lines.delete(key);
      return;
    }
    line.delete(go);
    go();
  };

  return {
    get size() {
      return lines.size;
    },
    async run(key, signal, body) {
      signal.throwIfAborted();
      const busy = lines.get(key);
      const line: Line = busy ?? new Set();
      if (busy) await turnIn(busy, signal);
      else lines.set(key, line);
      try {
        return await body();
      } finally {
        next(key, line);
      }
    },
  };
}

async function turnIn(line: Line, signal: AbortSignal): Promise<void> {
  if (line.size >= MAX_WAITING) {
    throw new MultistreamError("limit_exceeded", `${MAX_WAITING} calls wait for the same stream already.`, {
      hint: "Make fewer changes to one stream at once.",
    });
  }
  const turn = Promise.withResolvers<void>();
  line.add(turn.resolve);
  // Too late once it is this one's turn: the body then runs, and sees the signal itself.
  await untilAborted(signal, turn.promise, () => line.delete(turn.resolve));
}
