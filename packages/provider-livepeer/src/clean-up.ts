import { restate } from "@polycast/core/provider";

/**
 * The same error, saying what is left to be removed by hand. An abort's reason stays as it is.
 *
 * @param remains e.g. `target 8040…`; empty: nothing
 */
export function withRemains(error: unknown, remains: readonly string[]): unknown {
  if (remains.length === 0) return error;
  return restate(error, { hint: `Removing what was made has failed too: ${remains.join(", ")} remains at Livepeer.` });
}
