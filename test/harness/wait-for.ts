import { setTimeout as delay } from "node:timers/promises";

const INTERVAL_MS = 25;

/**
 * Waits until `check` returns something other than `undefined` or `false`, and returns it. A throwing check counts as
 * "not yet". Looks every 25 ms; after `deadlineMs` (default 20 s) rejects, naming `what` and the last error.
 */
export async function waitFor<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
  deadlineMs = 20_000,
): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  let lastError: unknown;
  do {
    try {
      const value = await check();
      if (value !== undefined && value !== false) return value;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    await delay(INTERVAL_MS);
  } while (performance.now() < deadline);
  throw new Error(`Waited ${deadlineMs} ms in vain for ${what}.`, { cause: lastError });
}
