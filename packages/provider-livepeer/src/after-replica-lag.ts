import { isMultistreamError, pause } from "@polycast/core/provider";

/** How long Livepeer's read replicas may lag behind what was just written. */
const REPLICA_LAG_MS = 500;

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
