/** Milliseconds for which one transaction may hold back the log before that is said. */
const STUCK_MS = 10_000;

/** Takes the oldest open transaction that hides an event, as often as it is looked for; undefined: nothing is hidden. */
export type HeldBack = (oldest: number | undefined) => void;

/**
 * Watches for a transaction that holds back the log for long.
 *
 * @param clock milliseconds from any origin
 * @param onStuck called once for each that has for 10 seconds
 */
export function createHeldBack(clock: () => number, onStuck: () => void): HeldBack {
  let held: { by: number; since: number; said: boolean } | undefined;
  return (oldest) => {
    if (oldest !== held?.by) held = oldest === undefined ? undefined : { by: oldest, since: clock(), said: false };
    if (!held || held.said || clock() - held.since < STUCK_MS) return;
    held.said = true;
    onStuck();
  };
}
