const MESSAGES = new Map<string, (host: string, port: number) => string>([
  ["CERT_HAS_EXPIRED", (host) => `The certificate of ${host} has expired. Its operator has to renew it.`],
  ["CERT_NOT_YET_VALID", (host) => `The certificate of ${host} is not valid yet. Check the clock of this machine.`],
  ["CERT_REVOKED", (host) => `The certificate of ${host} was revoked. Its operator has to replace it.`],
  [
    "ERR_TLS_CERT_ALTNAME_INVALID",
    (host) => `The certificate is not for ${host}. Use the host name that the destination's dashboard shows.`,
  ],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", selfSigned],
  ["SELF_SIGNED_CERT_IN_CHAIN", selfSigned],
  ["UNABLE_TO_GET_ISSUER_CERT", unknownIssuer],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", unknownIssuer],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", unknownIssuer],
  ["ERR_SSL_WRONG_VERSION_NUMBER", notTls],
  ["ERR_SSL_PACKET_LENGTH_TOO_LONG", notTls],
  ["ERR_SSL_HTTP_REQUEST", notTls],
  ["ERR_SSL_UNSUPPORTED_PROTOCOL", tooOld],
  ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", tooOld],
]);

/**
 * Why no TLS connection came about, and what to do about it.
 *
 * @param code as OpenSSL and Node name it (X509 errors and `ERR_TLS_…` in Node's `tls` and
 * `errors` pages); others get a general answer that names the code.
 */
export function tlsMessage(code: string | undefined, { host, port }: { host: string; port: number }): string {
  const message = MESSAGES.get(code ?? "");
  if (message) return message(host, port);
  const named = code === undefined ? "" : ` (${code})`;
  return `No secure connection to ${host}:${port}${named}. Check that the port is for rtmps:// and that its certificate is valid.`;
}

function selfSigned(host: string): string {
  return `The certificate of ${host} is self-signed, so it is not trusted. It needs one of a public authority.`;
}

function unknownIssuer(host: string): string {
  return (
    `The certificate of ${host} comes from an issuer that is not known here. ` +
    "Its operator has to send the whole chain of a public authority."
  );
}

function notTls(host: string, port: number): string {
  return `${host}:${port} does not speak TLS. Use rtmp://, or the port that is for rtmps://.`;
}

function tooOld(host: string): string {
  return `${host} speaks only versions of TLS that are no longer safe. Its operator has to allow TLS 1.2.`;
}
