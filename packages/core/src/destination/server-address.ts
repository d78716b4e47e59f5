import type { Protocol } from "../model/destination.ts";

/** The part of a destination URL that names the server. */
export type ServerAddress = {
  protocol: Protocol;
  /** Lower case, without the brackets of an IPv6 address and without a dot at the end. */
  host: string;
  port?: number;
  /** What follows the authority, byte by byte. */
  rest: string;
};

/** Why a URL names no server, for people; never repeats it. */
type AddressFault = { fault: string };

const SCHEME = /^(rtmps?|srt):\/\//i;
const HOST_NAME = /^[0-9a-z._-]+$/i;
const IPV6 = /^\[(?=[^:]*:[^:]*:)[0-9a-f:.]+\]$/i;
const PORT = /^[0-9]{1,5}$/;

/**
 * Reads the server of a destination URL. Not with `new URL`: these schemes are not special to it, so it would neither
 * lower the host nor leave a key untouched.
 */
export function readServerAddress(url: string): ServerAddress | AddressFault {
  const scheme = SCHEME.exec(url);
  if (!scheme) return { fault: "must start with rtmp://, rtmps:// or srt:// and name a host" };
  const name = scheme[1]?.toLowerCase();
  const protocol = name === "rtmps" || name === "srt" ? name : "rtmp";
  const afterScheme = url.slice(scheme[0].length);
  const end = afterScheme.search(/[/?#]/);
  const authority = end < 0 ? afterScheme : afterScheme.slice(0, end);
  const rest = end < 0 ? "" : afterScheme.slice(end);
  // A name before the `@` can pose as the host.
  if (authority.includes("@")) return { fault: "must not hold a user name or a password before the host" };

  const colon = authority.lastIndexOf(":");
  const hasPort = colon > authority.lastIndexOf("]");
  const host = readHost(hasPort ? authority.slice(0, colon) : authority);
  if (host === undefined) {
    return {
      fault: "names no valid host: an ASCII name (xn-- for other scripts), an IPv4 address, or IPv6 in brackets",
    };
  }
  if (!hasPort) return { protocol, host, rest };
  const port = readPort(authority.slice(colon + 1));
  return port === undefined ? { fault: "has a port that is not between 1 and 65535" } : { protocol, host, port, rest };
}

function readHost(text: string): string | undefined {
  if (IPV6.test(text)) return text.slice(1, -1).toLowerCase();
  if (!HOST_NAME.test(text)) return undefined;
  const name = text.endsWith(".") ? text.slice(0, -1) : text;
  return name === "" ? undefined : name.toLowerCase();
}

function readPort(text: string): number | undefined {
  const port = PORT.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

/** Host and port as they stand in a URL; the port is left out where it is the protocol's default. */
export function formatHost(address: { host: string; port?: number }, defaultPort?: number): string {
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  return address.port === undefined || address.port === defaultPort ? host : `${host}:${address.port}`;
}
