import { type Duties, type DutyChange, openFence } from "./duties.ts";

/** All duties, held for good: for a store that is this process's alone. */
export function createSoleDuties(instances: readonly string[]): Duties {
  const listeners: ((change: DutyChange) => void)[] = [];
  return {
    holds: () => true,
    fence: () => openFence,
    refused: () => undefined,
    onChange: (listener) => void listeners.push(listener),
    async start() {
      for (const instance of instances) for (const listener of listeners) listener({ instance, held: true });
    },
    close: async () => undefined,
  };
}
