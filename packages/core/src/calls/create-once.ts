import { isMultistreamError } from "../errors/multistream-error.ts";
import { restate } from "../errors/restate.ts";
import { type HttpClock, pause } from "../http/clock.ts";

/**
 * How long after a create to look for what it may have made. A second create costs more than waiting: it may make a
 * second thing, when the first is late (a slow commit, a read replica), and nobody removes that.
 */
const LOOKS_MS: readonly number[] = [200, 1_000];
const MAX_CREATES = 3;

export type CreateOnceOptions<T> = {
  /** Makes the thing, marked so that `find` knows it again. */
  create: () => Promise<T>;
  /** Looks for what an earlier `create` may have made. */
  find: () => Promise<T | undefined>;
  /** May an earlier call have made it? Then it is looked for before the first create, too. Default false. */
  isRepeat?: boolean;
  /** When to look after each create, in ascending milliseconds. Default 200 and 1 000. */
  looksMs?: readonly number[];
  signal: AbortSignal;
  /** Default: the machine's own. */
  clock?: HttpClock | undefined;
};

/**
 * Creates something at a provider that knows no idempotency keys. A create that failed without telling whether it took
 * effect is looked for, twice, and repeated only when it is not there: at most three creates.
 *
 * @throws the error of the last create; with `outcome: "unknown"` also when looking for it failed. The signal's reason.
 */
export async function createOnce<T>(options: CreateOnceOptions<T>): Promise<T> {
  const { create, isRepeat = false, signal } = options;
  signal.throwIfAborted();
  if (isRepeat) {
    const earlier = await lookForEarlier(options);
    if (earlier !== undefined) return earlier;
  }
  for (let creates = 1; ; creates++) {
    signal.throwIfAborted();
    try {
      return await create();
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!isMultistreamError(error) || error.outcome !== "unknown") throw error;
      const found = await lookFor(options).catch(() => {
        if (signal.aborted) throw signal.reason;
        throw error;
      });
      if (found !== undefined) return found;
      if (creates >= MAX_CREATES) throw error;
    }
  }
}

async function lookFor<T>({
  find,
  looksMs = LOOKS_MS,
  signal,
  clock,
}: Omit<CreateOnceOptions<T>, "create">): Promise<T | undefined> {
  let waitedMs = 0;
  for (const ms of looksMs) {
    await pause(ms - waitedMs, signal, clock);
    waitedMs = ms;
    const found = await find();
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Looks for what an earlier call may have made: now, and as long after as `createOnce` does, for it may be under way.
 *
 * @throws with `outcome: "unknown"` when it cannot be looked for: that says nothing of the earlier call
 */
export async function lookForEarlier<T>(options: Omit<CreateOnceOptions<T>, "create">): Promise<T | undefined> {
  try {
    return (await options.find()) ?? (await lookFor(options));
  } catch (error) {
    throw restate(error, { outcome: "unknown", hint: "An earlier call with this key may have made it." });
  }
}
