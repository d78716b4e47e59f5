import { lookup as systemLookup } from "node:dns/promises";
import type { Clock } from "../hub/clock.ts";
import { AddressError } from "./address-error.ts";

/** Resolves a host to all its addresses, in the system's order of preference. */
export type Lookup = (host: string) => Promise<readonly string[]>;

/** Settings of {@link createHostLookup}. */
export type HostLookupOptions = {
  clock: Clock;
  lookup?: Lookup;
  /** Default 5000. */
  timeoutMs?: number;
  /** Default 3: the system's resolver blocks threads, of which Node has 4 for files and names together. */
  maxConcurrent?: number;
};

/**
 * A resolver that cannot be brought down by a host that does not resolve: targets with the same
 * host share one question, few are under way at a time, and nobody waits longer than the timeout.
 *
 * The promise rejects with an AddressError `dns`.
 */
export function createHostLookup(options: HostLookupOptions): Lookup {
  const { clock, lookup = lookUpWithSystem, timeoutMs = 5000, maxConcurrent = 3 } = options;
  const shared = new Map<string, Promise<readonly string[]>>();
  const waiting: (() => void)[] = [];
  let underWay = 0;

  const ask = async (host: string): Promise<readonly string[]> => {
    if (underWay < maxConcurrent) underWay += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await lookup(host);
    } finally {
      shared.delete(host);
      const next = waiting.shift();
      // The place goes straight to who waited longest.
      if (next) next();
      else underWay -= 1;
    }
  };

  return async (host) => {
    let answer = shared.get(host);
    if (!answer) {
      answer = ask(host);
      shared.set(host, answer);
    }
    return await withTimeout(answer, host, clock, timeoutMs);
  };
}

async function withTimeout(
  answer: Promise<readonly string[]>,
  host: string,
  clock: Clock,
  timeoutMs: number,
): Promise<readonly string[]> {
  const late = Promise.withResolvers<never>();
  const cancel = clock.after(timeoutMs, () => late.reject(unresolved(host, "in time")));
  try {
    const addresses = await Promise.race([answer, late.promise]);
    if (addresses.length > 0) return addresses;
  } catch (error) {
    if (error instanceof AddressError) throw error;
  } finally {
    cancel();
  }
  throw unresolved(host);
}

function unresolved(host: string, suffix = ""): AddressError {
  const cannot = `The host name ${host} could not be resolved${suffix === "" ? "" : ` ${suffix}`}.`;
  return new AddressError("dns", `${cannot} Check the spelling of the address and the name server of this machine.`);
}

async function lookUpWithSystem(host: string): Promise<readonly string[]> {
  const answers = await systemLookup(host, { all: true, order: "verbatim" });
  return answers.map(({ address }) => address);
}
