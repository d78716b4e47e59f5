import { MultistreamError } from "@polycast/core/provider";
import type { RelayFailure } from "./messages.ts";

/** No relay runs at this moment. `unknown`: it died over the call. */
export function relayDown(outcome: "not_applied" | "unknown"): MultistreamError {
  return new MultistreamError("provider_unavailable", "The relay is not running.", {
    provider: "selfhost",
    outcome,
    hint: "It is started again by itself; repeat the call in a moment.",
  });
}

/** Somebody calls after `close()`. */
export function relayClosed(): MultistreamError {
  return new MultistreamError("provider_unavailable", "The relay was closed.", {
    provider: "selfhost",
    retryable: false,
    hint: "Make a new one with `selfhost()`.",
  });
}

/** Why the relay did not open, by the code of the system's error. */
export function openFailed(failure: RelayFailure): MultistreamError {
  if (failure.code === "EADDRINUSE") {
    return new MultistreamError("conflict", failure.message, {
      provider: "selfhost",
      hint: "Stop what listens there, or choose another port: `rtmpPort` or `rtmps.port`, POLYCAST_RTMP_PORT or POLYCAST_RTMPS_PORT.",
    });
  }
  if (!/^E[A-Z0-9_]+$/u.test(failure.code)) return commandFailed(failure);
  return new MultistreamError("invalid_argument", failure.message, {
    provider: "selfhost",
    hint: "Check `host` and the ports of the relay: POLYCAST_HOST, POLYCAST_RTMP_PORT, POLYCAST_RTMPS_PORT.",
  });
}

/** A command was not carried out although nothing is wrong with it. */
export function commandFailed(failure: RelayFailure): MultistreamError {
  return new MultistreamError("internal", `The relay failed: ${failure.message}`, {
    provider: "selfhost",
    outcome: "unknown",
    hint: "This is a bug of the relay: please report it.",
  });
}
