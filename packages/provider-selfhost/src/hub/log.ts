import type { Log } from "@polycast/core/provider";

export type { Log };

/** Says nothing. */
export const silentLog: Log = () => undefined;

/** What to log of something thrown: its name and message, without stack and cause. */
export function errorFields(error: unknown): { error: string } {
  return { error: error instanceof Error ? `${error.name}: ${error.message}` : "not an error" };
}
