import ipaddr from "ipaddr.js";

/** Parts of an IPv6 address that name a network: everyone who has one has all of its addresses. */
const NETWORK_PARTS = 4;

/** What a client is counted by: its IPv4 address, or the /64 network of its IPv6 address. Absent: nothing is known of it. */
export function networkOf(address: string | undefined): string | undefined {
  if (address === undefined || !ipaddr.isValid(address)) return undefined;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return parsed.parts
    .slice(0, NETWORK_PARTS)
    .map((part) => part.toString(16))
    .join(":");
}
