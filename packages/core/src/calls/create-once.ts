import { isMultistreamError } from "../errors/multistream-error.ts";
import { type HttpClock, pause } from "../http/clock.ts";

/** How long to wait before the first look for what may have been made, and before the later ones. */
const PAUSES_MS = [200, 1_000] as const;

export type CreateOnceOptions<T> = {
  /** Makes the thing, marked so that `find` knows it again. */
  create: () => Promise<T>;
  /** Looks for what an earlier `create` may have made. */
  find: () => Promise<T | undefined>;
  signal: AbortSignal;
  /** Default: the machine's own. */
  clock?: HttpClock | undefined;
};

/**
 * Creates something at a provider that knows no idempotency keys. A create that failed without telling whether it took
 * effect is looked for, and repeated only when it is not there: at most three creates.
 *
 * @throws the error of the last create; with `outcome: "unknown"` also when looking for it failed. The signal's reason.
 */
export async function createOnce<T>({ create, find, signal, clock }: CreateOnceOptions<T>): Promise<T> {
  for (let creates = 1; ; creates++) {
    signal.throwIfAborted();
    try {
      return await create();
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!isMultistreamError(error) || error.outcome !== "unknown") throw error;
      const found = await lookFor(find, creates, signal, clock).catch(() => {
        if (signal.aborted) throw signal.reason;
        throw error;
      });
      if (found !== undefined) return found;
      if (creates > PAUSES_MS.length) throw error;
    }
  }
}

async function lookFor<T>(
  find: () => Promise<T | undefined>,
  creates: number,
  signal: AbortSignal,
  clock: HttpClock | undefined,
): Promise<T | undefined> {
  await pause(PAUSES_MS[creates - 1] ?? PAUSES_MS[1], signal, clock);
  return find();
}
