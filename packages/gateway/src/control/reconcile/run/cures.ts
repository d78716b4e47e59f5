import type { ErrorCode } from "@polycast/core";
import type { Work } from "../work.ts";

/**
 * What may help what failed for good. `credentials`: they are taken (again). `room`: something that counts against a
 * limit of the account is gone. `presence`: whoever does the work is back, and may do anything now.
 */
export type Cure = "credentials" | "room" | "presence";

const cures: Readonly<Record<Cure, (code: ErrorCode) => boolean>> = {
  credentials: (code) => code === "unauthenticated" || code === "forbidden",
  room: (code) => code === "limit_exceeded",
  presence: () => true,
};

/** May it help what has failed so? */
export function helps(cure: Cure, code: ErrorCode): boolean {
  return cures[cure](code);
}

/** What a wait may end by before its time: `credentials` where they were refused, `room` where there was none. */
export function hopesFor(work: Work | undefined): Cure | undefined {
  if (!work?.error || work.error.retryable || work.nextAttemptAt === undefined) return undefined;
  const { code } = work.error;
  if (code === "unauthenticated") return "credentials";
  return code === "limit_exceeded" ? "room" : undefined;
}
