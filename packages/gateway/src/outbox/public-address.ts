import ipaddr from "ipaddr.js";

/** The IP address that a host of a URL is, without brackets; nothing where it is a name. */
export function toAddress(host: string): string | undefined {
  const bare = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  return ipaddr.isValid(bare) ? bare : undefined;
}

/** Public by their range, but answered by the machine's own host: where Azure hands out a machine's identity. */
const ofTheHost: ReadonlySet<string> = new Set(["168.63.129.16"]);

/** All that is routed of IPv6 (https://www.iana.org/assignments/ipv6-address-space). */
const GLOBAL_UNICAST = "2000::/3";

/**
 * Is it an address of the public internet? Not loopback, private, link-local, carrier-grade NAT, multicast, reserved, a
 * cloud's metadata, nor any of these inside an IPv6 address. What is no address is not public.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== "unicast" || ofTheHost.has(address.toString())) return false;
  // What has no name of its own also counts as unicast, as `::127.0.0.1` does.
  return !(address instanceof ipaddr.IPv6) || address.match(ipaddr.IPv6.parseCIDR(GLOBAL_UNICAST));
}
