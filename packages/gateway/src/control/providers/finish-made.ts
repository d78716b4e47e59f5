import type { Log } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import type { Instance } from "./instances.ts";

/**
 * Puts in order, at once, what a create with this mark has left half-made at a provider. That it fails keeps nobody from
 * anything: what is left then is cleaned up later.
 */
export async function finishMade(instance: Instance, mark: string, log: Log): Promise<void> {
  const { adapter, name } = instance;
  if (!adapter.finish) return;
  try {
    await instance.call(async (context) => adapter.finish?.(mark, context));
  } catch (error) {
    log("warn", "what a create has left at a provider could not be put in order", {
      provider: name,
      error: describeError(error),
    });
  }
}
