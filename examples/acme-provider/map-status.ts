import {
  defined,
  type Reason,
  type ReasonCode,
  type StreamState,
  type StreamStatus,
  type TargetState,
  type TargetStatus,
} from "@polycast/core/provider";
import type { WireTarget } from "./wire.ts";

/** Acme's words for a stream. */
const streamStates: ReadonlyMap<string, StreamState> = new Map([
  ["waiting", "idle"],
  ["live", "live"],
  ["off", "disabled"],
]);

/** Acme's words for a target. A broken one is dialled again every few seconds, for ever: never `failed`. */
const targetStates: ReadonlyMap<string, TargetState> = new Map([
  ["waiting", "idle"],
  ["dialing", "connecting"],
  ["pushing", "live"],
  ["broken", "retrying"],
  ["off", "disabled"],
]);

/** Acme's words for what is wrong with a target. */
const reasonCodes: ReadonlyMap<string, ReasonCode> = new Map([
  ["host_not_found", "dns"],
  ["connection_refused", "refused"],
  ["bad_key", "unauthorized"],
]);

/** What was read, and when by our own clock: an `HttpAnswer` fits. */
export type Read<T> = { data: T; receivedAt: number };

/** Who said it, and when. */
type Seen = Pick<TargetStatus, "source"> & { observedAt: string };

/** What an answer of the API is worth. */
export function seenAt(receivedAt: number): Seen {
  return { source: "api", observedAt: new Date(receivedAt).toISOString() };
}

type Said = Pick<WireTarget, "state" | "state_since" | "problem">;

/** What Acme says of a stream, in the model's words. */
export function mapStreamStatus({ state: native, state_since }: Omit<Said, "problem">, seen: Seen): StreamStatus {
  return defined({ state: streamStates.get(native) ?? "unknown", since: state_since ?? undefined, ...seen, native });
}

/** What Acme says of a target, in the model's words. A word that is new here is `unknown`, never a guess. */
export function mapTargetStatus({ state: native, state_since, problem }: Said, seen: Seen): TargetStatus {
  const state = targetStates.get(native) ?? "unknown";
  const reason = state === "retrying" ? reasonOf(problem ?? "") : undefined;
  return defined({ state, since: state_since ?? undefined, ...seen, native, reason });
}

function reasonOf(problem: string): Reason {
  const code = reasonCodes.get(problem);
  // Only words that are known are repeated: others could hold anything.
  if (!code) return { code: "provider_reports_error", message: "Acme says that the target is broken." };
  return { code, message: `Acme says that the target is broken: ${problem}.` };
}
