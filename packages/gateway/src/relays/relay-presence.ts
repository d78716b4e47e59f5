import { MultistreamError } from "@polycast/core";
import type { Log } from "@polycast/core/provider";
import { describeError } from "../log/describe-error.ts";
import { listLeases, type Store } from "../store/index.ts";
import { RELAY_LEASES, SKEW_MS } from "./relay-lease.ts";

/** Whether any relay runs that takes what is wanted. */
export type RelayPresence = {
  /** @throws MultistreamError `provider_unavailable` when none runs */
  assert(): Promise<void>;
  /** Calls it when one runs again after it was missed; a relay tells the store that it is there. */
  onBack(listener: () => void): void;
};

/** Makes it. @param options.now milliseconds since 1970 */
export function createRelayPresence(options: { store: Store; now: () => number; log: Log }): RelayPresence {
  const { store, now, log } = options;
  const listeners: (() => void)[] = [];
  let isMissed = false;

  const isThere = async (): Promise<boolean> => {
    const leases = await store.read(() => listLeases(RELAY_LEASES));
    return leases.some(({ holder, expiresAt }) => holder !== undefined && expiresAt + SKEW_MS > now());
  };

  const look = async (): Promise<void> => {
    if (!isMissed || !(await isThere()) || !isMissed) return;
    isMissed = false;
    for (const listener of listeners) listener();
  };

  store.listen("leases", (name) => {
    if (name !== undefined && !name.startsWith(RELAY_LEASES)) return;
    look().catch((error: unknown) => log("debug", "relays could not be looked for", { error: describeError(error) }));
  });

  return {
    onBack: (listener) => void listeners.push(listener),
    async assert() {
      if (await isThere()) return;
      isMissed = true;
      throw new MultistreamError(
        "provider_unavailable",
        "No relay is running: nobody would take the encoder or push.",
        {
          provider: "selfhost",
          outcome: "not_applied",
          hint: "Start one over the same database: `polycast start --role relay`. What is pending is then made by itself.",
        },
      );
    },
  };
}
