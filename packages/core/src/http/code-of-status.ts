import type { ErrorCode } from "../errors/error-code.ts";

const codes: Readonly<Record<number, ErrorCode>> = {
  401: "unauthenticated",
  402: "forbidden",
  403: "forbidden",
  404: "not_found",
  408: "timeout",
  409: "conflict",
  429: "rate_limited",
};

/** What an HTTP status means where the provider does not say more. A redirect is nothing that an API should answer. */
export function codeOfStatus(status: number): ErrorCode {
  const code = codes[status];
  if (code) return code;
  if (status >= 500 && status < 600) return "provider_unavailable";
  return status >= 400 && status < 500 ? "invalid_argument" : "provider_response_invalid";
}
