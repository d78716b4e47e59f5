import { isMultistreamError } from "@polycast/core";
import { BlockedAddressError } from "./guarded-agent.ts";

/** The attempt took too long. */
export class AttemptTimeoutError extends Error {
  override name = "AttemptTimeoutError";
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refused",
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  EAI_FAIL: "dns",
  ETIMEDOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  ECONNRESET: "closed",
  EPIPE: "closed",
  UND_ERR_SOCKET: "closed",
};

/** Codes of OpenSSL and of certificate checks, as Node names them. */
const TLS_CODE = /^(?:ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH$)/u;

/** What a parser of HTTP complains of. */
const HTTP_CODE = /^(?:HPE_|UND_ERR_HEADERS_OVERFLOW$)/u;

const MAX_DEPTH = 5;

/** Why no answer came, in one word. Messages are not taken over: they hold addresses and URLs. */
export function attemptErrorOf(error: unknown): string {
  let current = error;
  for (let depth = 0; depth < MAX_DEPTH && current instanceof Error; depth += 1) {
    const word = wordOf(current);
    if (word !== undefined) return word;
    // Several addresses were tried: the first failure speaks for all.
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return "unknown";
}

function wordOf(error: Error): string | undefined {
  if (error instanceof BlockedAddressError) return "blocked_address";
  if (error instanceof AttemptTimeoutError) return "timeout";
  if (isMultistreamError(error)) return "internal";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (TLS_CODE.test(code)) return "tls";
  if (HTTP_CODE.test(code)) return "invalid_answer";
  return words[code];
}
