import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { AddressError } from "./address-error.ts";
import type { Lookup } from "./host-lookup.ts";

/** Answers which address of a host is to be dialled. */
export type AddressGuard = {
  /**
   * @param host as in the destination: a name, an address, or an IPv6 address in brackets.
   * @param attempt from 1; a host with several addresses is tried at the next one each time.
   * @throws AddressError `blocked_address` or `dns`.
   */
  resolve(host: string, attempt: number): Promise<string>;
};

/** Settings of {@link createAddressGuard}. */
export type AddressGuardOptions = {
  lookup: Lookup;
  /** Lets loopback, private and all other addresses through. Default false. */
  allowPrivate?: boolean;
};

/**
 * Keeps the relay from dialling into the network that it stands in. A host is resolved once; if
 * any of its addresses is not public the host is refused, and the answer is what gets dialled, so
 * that a name which changes its mind in between gains nothing.
 *
 * Spellings such as `127.1`, `0x7f000001` or `2130706433` are no addresses to Node but are to the
 * system's resolver, so they are checked in the form that it returns.
 */
export function createAddressGuard({ lookup, allowPrivate = false }: AddressGuardOptions): AddressGuard {
  return {
    async resolve(host, attempt) {
      const bare = host.replace(/^\[(.*)\]$/u, "$1");
      const addresses = isIP(bare) === 0 ? await lookup(bare) : [bare];
      const refused = allowPrivate ? undefined : addresses.find((address) => !isPublic(address));
      if (refused !== undefined) throw blocked(host);
      const address = addresses[(attempt - 1) % addresses.length];
      if (address === undefined) throw blocked(host);
      return address;
    },
  };
}

/** Is this an address of the public internet, and not one that leads elsewhere in disguise? */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  if (parsed.kind() === "ipv4") return true;
  // Global unicast is 2000::/3 (RFC 4291); outside of it lie forms such as ::127.0.0.1.
  const [first = 0] = parsed.toByteArray();
  return first >> 5 === 1;
}

function blocked(host: string): AddressError {
  return new AddressError(
    "blocked_address",
    `${host} leads to an address that is not public, and the relay may not dial those. ` +
      "Use a public address, or allow private targets in the settings of the relay.",
  );
}
