import { MultistreamError } from "@polycast/core";
import { expect, test } from "vitest";
import { AttemptTimeoutError, attemptErrorOf } from "./attempt-error.ts";
import { BlockedAddressError } from "./guarded-agent.ts";

const coded = (code: string, cause?: unknown): Error =>
  Object.assign(new Error("canary https://a.example/?token=canary", cause === undefined ? {} : { cause }), { code });

test.each([
  ["refused", coded("ECONNREFUSED")],
  ["refused", new AggregateError([coded("ECONNREFUSED"), coded("EHOSTUNREACH")], "all failed")],
  ["dns", coded("ENOTFOUND")],
  ["dns", coded("EAI_AGAIN")],
  ["timeout", coded("ETIMEDOUT")],
  ["timeout", coded("UND_ERR_CONNECT_TIMEOUT")],
  ["timeout", new AttemptTimeoutError()],
  ["unreachable", coded("ENETUNREACH")],
  ["closed", coded("ECONNRESET")],
  ["closed", coded("UND_ERR_SOCKET")],
  ["refused", coded("SOMETHING_ELSE", coded("ECONNREFUSED"))],
  ["tls", coded("CERT_HAS_EXPIRED")],
  ["tls", coded("DEPTH_ZERO_SELF_SIGNED_CERT")],
  ["tls", coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE")],
  ["tls", coded("ERR_TLS_CERT_ALTNAME_INVALID")],
  ["tls", coded("ERR_SSL_WRONG_VERSION_NUMBER")],
  ["tls", coded("EPROTO")],
  ["invalid_answer", coded("HPE_INVALID_CONSTANT")],
  ["blocked_address", new BlockedAddressError()],
  ["blocked_address", new Error("failed", { cause: new BlockedAddressError() })],
  ["internal", new MultistreamError("internal", "canary")],
  ["unknown", coded("canary")],
  ["unknown", new Error("canary")],
  ["unknown", "canary"],
])("%s", (word, error) => {
  expect(attemptErrorOf(error)).toBe(word);
});
