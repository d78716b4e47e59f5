import { isMultistreamError } from "@polycast/core/provider";
import { pause } from "./pause.ts";

/** How long Livepeer's read replicas may lag behind what was just written. */
const REPLICA_LAG_MS = 500;

/**
 * Runs a write that may be answered with an error although it was saved: the server answers 500 when it cannot tell
 * its media nodes. Where that is not known, the thing is read.
 *
 * @param took reads the thing: is it as it was asked for?
 * @throws what the write throws, unless it took effect
 */
export async function confirmed(write: () => Promise<void>, took: () => Promise<boolean>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isMultistreamError(error) || error.outcome !== "unknown") throw error;
    if (!(await took().catch(() => false))) throw error;
  }
}

/** Runs a delete; what is gone already is a success. */
export async function gone(remove: () => Promise<void>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!isMultistreamError(error, "not_found")) throw error;
  }
}

/**
 * Runs a write that names target objects, and once more when it is refused: they are checked against a read replica,
 * which may not know yet what was made a moment ago. A refused write has changed nothing.
 *
 * @param repair what else may stand in the way, before the second attempt
 */
export async function afterReplicaLag<T>(
  signal: AbortSignal,
  write: () => Promise<T>,
  repair: () => Promise<unknown> = async () => undefined,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isMultistreamError(error, "invalid_argument") || error.outcome === "unknown") throw error;
    await pause(REPLICA_LAG_MS, signal);
    await repair();
    return write();
  }
}
