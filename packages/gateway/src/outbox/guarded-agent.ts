import { lookup as systemLookup, type LookupAddress, type LookupOptions } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { isPublicAddress, toAddress } from "./public-address.ts";

/** The address that was to be dialled is not one of the public internet. */
export class BlockedAddressError extends Error {
  override name = "BlockedAddressError";

  constructor() {
    super("The address is not public.");
  }
}

/** Resolves a name to all its addresses. */
export type Resolve = (
  host: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const resolveBySystem: Resolve = (host, callback) => systemLookup(host, { all: true }, callback);

/**
 * Makes a dispatcher that dials public addresses only. It checks what is dialled, at the time of the dial: an address in
 * the URL, which is never looked up, and every address that a name resolves to, of which one that is not public
 * refuses them all. So there is nothing between the check and the dial for a name server to change.
 */
export function createGuardedAgent(options: { allowPrivate: boolean; resolve?: Resolve }): Agent {
  const { allowPrivate, resolve = resolveBySystem } = options;
  const connect = buildConnector({ allowH2: false, lookup: lookupWith(resolve, allowPrivate) });
  return new Agent({
    allowH2: false,
    connect(target, callback) {
      const address = toAddress(target.hostname);
      if (!allowPrivate && address !== undefined && !isPublicAddress(address)) {
        return callback(new BlockedAddressError(), null);
      }
      connect(target, callback);
    },
  });
}

function lookupWith(resolve: Resolve, allowPrivate: boolean): LookupFunction {
  return (host, options, callback) => {
    resolve(host, (error, all) => {
      if (error) return callback(error, "", 0);
      const blocked = !allowPrivate && !all.every(({ address }) => isPublicAddress(address));
      if (blocked) return callback(new BlockedAddressError(), "", 0);
      const usable = ofFamily(all, options);
      const [first] = usable;
      if (!first) return callback(Object.assign(new Error("The name has no address."), { code: "ENOTFOUND" }), "", 0);
      if (options.all) callback(null, usable);
      else callback(null, first.address, first.family);
    });
  };
}

function ofFamily(addresses: LookupAddress[], { family }: LookupOptions): LookupAddress[] {
  const wanted = family === "IPv4" ? 4 : family === "IPv6" ? 6 : family;
  const known = addresses.map(({ address }) => ({ address, family: isIP(address) }));
  return known.filter((one) => !wanted || one.family === wanted);
}
