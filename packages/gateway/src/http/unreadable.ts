import { HttpError } from "./http-error.ts";

const method = "See /openapi.json for the methods. This port speaks plain HTTP/1.1: TLS ends in front of it.";
const http = "Check the request's method, target, headers and body framing against RFC 9112.";

/** What a code of Node's HTTP parser or server is answered with, where it is not 400. */
const refusals: ReadonlyMap<unknown, () => HttpError> = new Map([
  [
    "HPE_HEADER_OVERFLOW",
    () => refusal(431, "The headers of the request are too large.", "Send fewer or shorter ones."),
  ],
  [
    "HPE_CHUNK_EXTENSIONS_OVERFLOW",
    () => refusal(413, "The chunk extensions of the request are too large.", "Send the body without them."),
  ],
  [
    "HPE_INVALID_METHOD",
    () =>
      new HttpError(501, "unsupported", "The request does not begin with a method that is known here.", {
        hint: method,
      }),
  ],
  [
    "ERR_HTTP_REQUEST_TIMEOUT",
    () => new HttpError(408, "timeout", "The request did not arrive in time.", { hint: "Send it again, in one go." }),
  ],
]);

/** The answer to a request that the HTTP parser gave up on: 400, 408, 413, 431 or 501. */
export function unreadable(error: unknown): HttpError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return refusals.get(code)?.() ?? refusal(400, "The request could not be read.", http);
}

/** The answer to HTTP/1.1 without the header `Host` (RFC 9112 §3.2). */
export function withoutHost(): HttpError {
  return refusal(400, "The request has no usable `Host` header.", "Send exactly one, with the host and the port.");
}

/** The answer to an `Expect` other than `100-continue` (RFC 9110 §10.1.1). */
export function unknownExpectation(): HttpError {
  return refusal(417, "The expectation of the request cannot be met.", "Send `Expect: 100-continue`, or none.");
}

/** The answer to CONNECT. */
export function noTunnel(): HttpError {
  return new HttpError(501, "unsupported", "This is not a proxy: it opens no tunnels.", {
    hint: "Take this address out of the client's proxy settings.",
  });
}

function refusal(status: number, message: string, hint: string): HttpError {
  return new HttpError(status, "invalid_argument", message, { hint });
}
