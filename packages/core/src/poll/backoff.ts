import type { Cadence } from "./cadence.ts";

const FIRST_MS = 2_000;
/** The longest wait that a provider's `Retry-After` is believed. */
const MAX_ASKED_MS = 3_600_000;

/**
 * How long to wait after so many failures in a row, in milliseconds: twice as long each time, and at least as long as
 * the provider asks for, up to an hour.
 *
 * @param random at least 0, less than 1
 */
export function backoffMs(
  failures: number,
  { maxBackoffMs }: Cadence,
  random: number,
  askedMs: number | undefined,
): number {
  const most = Math.min(maxBackoffMs, FIRST_MS * 2 ** (failures - 1));
  return Math.max(most * (0.5 + random / 2), Math.min(askedMs ?? 0, MAX_ASKED_MS));
}
