import type { Log } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import type { Instance } from "./instances.ts";

/** It may read whole lists. */
const TIMEOUT_MS = 120_000;

/**
 * Removes what was left half-made at a provider by processes that died. That it fails keeps nobody from anything.
 *
 * @param streamIds the provider's own, of streams of ours
 */
export async function cleanUp(instance: Instance, streamIds: readonly string[], log: Log): Promise<void> {
  const { adapter, name } = instance;
  if (!adapter.cleanUp) return;
  try {
    await instance.call(async (context) => adapter.cleanUp?.(streamIds, context), TIMEOUT_MS);
  } catch (error) {
    log("warn", "what was left at a provider could not be cleaned up", { provider: name, error: describeError(error) });
  }
}
