/** IPv4 blocks that stand for this machine or a local network (RFC 1122, RFC 1918, RFC 3927). */
const PRIVATE_IPV4 = /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./u;
/** The same for IPv6 (RFC 4193, RFC 4291), as URLs write them. */
const PRIVATE_IPV6 = /^\[(?:::1?|f[cd][\da-f]{2}:.*|fe[89ab][\da-f]:.*)\]$/u;

/** Is the host `localhost` or a private IP address? Other names are not looked up. */
export function isPrivateAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  const isName = hostname === "localhost" || hostname.endsWith(".localhost");
  const isIpv4 = /^\d+(?:\.\d+){3}$/u.test(hostname);
  return isName || (isIpv4 && PRIVATE_IPV4.test(hostname)) || PRIVATE_IPV6.test(hostname);
}
