import type { Log } from "@polycast/core/provider";
import type { Tenure } from "../ownership/tenure.ts";
import type { Refusal } from "./refusals.ts";

/** The encoder that a stream is asked for on behalf of. */
export type Asking = {
  /** Has it its place still? */
  isCurrent: () => boolean;
  /** It is gone. */
  signal: AbortSignal;
  log: Log;
};

/**
 * Makes the stream this relay's, or says why its encoder cannot be let in. One that has to wait for it is let in.
 *
 * @param tenure absent where the stream is this relay's anyway
 */
export async function askForStream(
  tenure: Tenure | undefined,
  { isCurrent, signal, log }: Asking,
): Promise<Refusal | undefined> {
  const answer = (await tenure?.claim()) ?? "held";
  // Somebody else has the place, or nobody may have it.
  if (!isCurrent()) return "taken";
  if (signal.aborted) return "gone";
  if (answer === "waiting") log("info", "another relay has the stream still");
  return answer === "held" || answer === "waiting" ? undefined : answer;
}
