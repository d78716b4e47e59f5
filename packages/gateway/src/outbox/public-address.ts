import ipaddr from "ipaddr.js";

/** The IP address that a host of a URL is, without brackets; nothing where it is a name. */
export function toAddress(host: string): string | undefined {
  const bare = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  return ipaddr.isValid(bare) ? bare : undefined;
}

/**
 * Is it an address of the public internet? Not loopback, private, link-local, carrier-grade NAT, multicast, reserved, a
 * cloud's metadata, nor any of these inside an IPv6 address. What is no address is not public.
 */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}
