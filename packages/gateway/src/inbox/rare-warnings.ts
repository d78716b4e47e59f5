import type { Log } from "@polycast/core/provider";
import type { Clock } from "../control/clock.ts";

type Fields = Record<string, string | number | boolean | undefined>;

/** Warnings that anybody can cause in any number. */
export type RareWarnings = {
  /**
   * Logs it, at most once a minute for each provider; the next line tells how many were left out. Without a provider it
   * is about none, or about all of them.
   */
  warn(message: string, provider?: string, fields?: Fields): void;
};

const EVERY_MS = 60_000;

/** Makes them. There are as many kinds as messages in the code times providers in the config. */
export function createRareWarnings(log: Log, clock: Clock): RareWarnings {
  const kinds = new Map<string, { loggedAt: number; leftOut: number }>();
  return {
    warn(message, provider, fields = {}) {
      const key = `${provider ?? ""} ${message}`;
      const last = kinds.get(key);
      const now = clock.now();
      if (last && Math.abs(now - last.loggedAt) < EVERY_MS) {
        last.leftOut += 1;
        return;
      }
      kinds.set(key, { loggedAt: now, leftOut: 0 });
      log("warn", message, {
        ...(provider === undefined ? {} : { provider }),
        ...fields,
        ...(last && last.leftOut > 0 ? { leftOut: last.leftOut } : {}),
      });
    },
  };
}
