import { isMultistreamError, pause } from "@polycast/core/provider";

/** How long Livepeer's read replicas may lag behind what was just written: waits before the later attempts. */
const REPLICA_LAG_MS = [500, 2_000];

/**
 * Runs a write that names target objects, and again when it is refused: they are checked against a read replica, which
 * may not know yet what was made a moment ago. A refused write has changed nothing.
 *
 * @param repair what else may stand in the way, before each later attempt
 */
export async function afterReplicaLag<T>(
  signal: AbortSignal,
  write: () => Promise<T>,
  repair: () => Promise<unknown> = async () => undefined,
): Promise<T> {
  for (const ms of REPLICA_LAG_MS) {
    try {
      return await write();
    } catch (error) {
      if (!isMultistreamError(error, "invalid_argument") || error.outcome === "unknown") throw error;
    }
    await pause(ms, signal);
    await repair();
  }
  return write();
}
