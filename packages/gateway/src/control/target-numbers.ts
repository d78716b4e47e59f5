import type { TargetStatus } from "@polycast/core";
import type { ObservedTarget } from "./compose.ts";

/**
 * The newest numbers of a target, by the provider's ids, where a provider has them in another place than its
 * observations; undefined: there are none.
 */
export type TargetNumbersOf = (
  instance: string,
  ids: { streamId: string; targetId: string },
) => Pick<TargetStatus, "bytesSent" | "bitrateBps" | "lastByteAt"> | undefined;

/** The same with newer numbers. */
export function withNumbers<T extends ObservedTarget | undefined>(
  observed: T,
  numbers: ReturnType<TargetNumbersOf>,
): T {
  return observed && numbers ? { ...observed, status: { ...observed.status, ...numbers } } : observed;
}
