import type { Log } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import type { Clock } from "../clock.ts";
import type { Duties, Fence } from "./duties.ts";

/** What tenures are made of. */
export type TenuresOptions = {
  duties: Pick<Duties, "holds" | "fence" | "onChange">;
  /** Takes up what is stored of an instance, before anything is done for it. @throws anything: it is repeated */
  load: (instance: string, fence: Fence) => Promise<void>;
  /** Begins what the observer does. Resolves when it is under way. */
  begin: (instance: string) => Promise<void>;
  /** Ends it, at once. */
  end: (instance: string) => void;
  clock: Clock;
  log: Log;
};

/** From when a duty has come until it is gone, by instance. */
export type Tenures = {
  /** Has this process the duty, and knows all that is stored? In doubt, no. */
  observes(instance: string): boolean;
  /** Resolves when all that have come so far have begun, or failed to. */
  settled(): Promise<void>;
  /** Ends all of them. */
  close(): void;
};

const RETRY_MS = 1000;

/** Follows the duties from here on. */
export function createTenures({ duties, load, begin, end, clock, log }: TenuresOptions): Tenures {
  /** Of each duty that is held: its own word, and whether it has begun. */
  const tenures = new Map<string, { begun: boolean }>();
  const starting = new Set<Promise<void>>();

  const start = async (instance: string, tenure: { begun: boolean }): Promise<void> => {
    const goesOn = (): boolean => tenures.get(instance) === tenure && duties.holds(instance);
    try {
      await load(instance, duties.fence(instance));
      if (!goesOn()) return;
      tenure.begun = true;
      await begin(instance);
    } catch (error) {
      log("warn", "a provider cannot be observed yet", { provider: instance, error: describeError(error) });
      clock.after(RETRY_MS, () => {
        if (goesOn()) track(start(instance, tenure));
      });
    }
  };

  const track = (work: Promise<void>): void => {
    const tracked = work.finally(() => starting.delete(tracked));
    starting.add(tracked);
  };

  const stop = (instance: string): void => {
    const begun = tenures.get(instance)?.begun ?? false;
    tenures.delete(instance);
    if (begun) end(instance);
  };

  duties.onChange(({ instance, held }) => {
    stop(instance);
    if (!held) return;
    const tenure = { begun: false };
    tenures.set(instance, tenure);
    track(start(instance, tenure));
  });

  return {
    observes: (instance) => tenures.get(instance)?.begun === true && duties.holds(instance),
    async settled() {
      await Promise.all(starting);
    },
    close() {
      for (const instance of tenures.keys()) stop(instance);
    },
  };
}
