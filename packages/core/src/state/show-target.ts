import type { Timestamp } from "../model/common.ts";
import type { StreamStatus } from "../model/stream.ts";
import type { Target } from "../model/target.ts";
import type { TargetState, TargetStatus } from "../model/target-status.ts";
import { defined } from "../values/defined.ts";
import { breakOf } from "./break-of.ts";
import type { Entry, Lapse, Register, Registers } from "./known.ts";
import { comparePositions } from "./position.ts";
import { isUntold, lastOf } from "./register.ts";
import type { Shown } from "./show-stream.ts";
import { sinceOf } from "./stretch.ts";
import { ownOf } from "./take-in.ts";

type Switched = Pick<Target, "id" | "enabled" | "pending">;
type Own = Entry<TargetStatus> | undefined;
type OfStream = Entry<StreamStatus> | undefined;

/** What a read tells by itself: one that cannot tell denies it. */
const quiet: ReadonlySet<TargetState> = new Set(["unknown", "idle", "disabled"]);

/**
 * A target's state: the last that was seen of it, unless the stream has stopped or paused since, or it has lapsed.
 *
 * - The stream stopped (`idle`, `disabled`): `idle`, or `disabled` where the target is switched off, and its provider has
 *   accepted that. One that was seen `disabled` stays so.
 * - It paused (`reconnecting`): `idle`. One that was seen `disabled` or `failed` stays so.
 * - That it is `connecting` is only assumed, and it is switched off: `disabled`.
 * - Nothing was seen, or nobody can tell what has become of it since the stream stopped or paused: `unknown`, `assumed`.
 */
export function showTarget(registers: Registers, target: Switched): Shown<TargetStatus> {
  const { id, enabled } = target;
  const register = ownOf(registers.targets, id) ?? [];
  const stopped = lastOf(registers.stream, "idle", "disabled");
  const paused = lastOf(registers.stream, "reconnecting");
  const own = heldOf(register, stopped, paused);
  const stops = stopped && isSince(stopped, own) ? stopped : undefined;
  const pauses = paused && isSince(paused, own) ? paused : undefined;
  const lapse = dueOf(registers, id);
  // Whoever follows a target by its numbers must not see one go back: all that reaches it counts, also without effect.
  const sequence = Math.max(
    register[0]?.position.sequence ?? 0,
    stops?.position.sequence ?? 0,
    pauses?.position.sequence ?? 0,
    lapse ? Date.parse(lapse.at) * 1_000 : 0,
  );
  const state = own?.status.state ?? "unknown";

  if (stops && state !== "disabled") {
    const stoppedAs = isOff(target) ? "disabled" : "idle";
    if (state !== stoppedAs) return { ...quieted(stoppedAs, stops, own, registers), sequence };
  } else if (own && state === "connecting" && own.status.source === "assumed" && !enabled) {
    const { source, observedAt } = own.status;
    return { status: defined({ state: "disabled" as const, observedAt, source }), ...timeOf(own), sequence };
  } else if (pauses && state !== "disabled" && state !== "failed" && state !== "idle") {
    return { ...quieted("idle", pauses, own, registers), sequence };
  } else if (own && lapse && comparePositions(lapse.position, own.position) === 0) {
    return { status: lapse.status, at: lapse.at, sequence };
  }
  if (!own) return { status: { state: "unknown", source: "assumed" }, sequence };
  const since = sinceOf(register, own, breakOf(registers.stream, own));
  return { status: since === undefined ? own.status : { ...own.status, since }, ...timeOf(own), sequence };
}

/** The last that was seen; where nobody can tell, what was seen before that, as long as nothing has ended it. */
function heldOf(register: Register<TargetStatus>, stopped: OfStream, paused: OfStream): Own {
  const [newest] = register;
  if (!newest || !isUntold(newest.status)) return newest;
  const told = register.find(({ status }) => !isUntold(status));
  if (!told || quiet.has(told.status.state)) return newest;
  const isOver = [stopped, paused].some((end) => end && isSince(end, told) && !isSince(end, newest));
  return isOver ? newest : told;
}

/** What waits for the next session is in effect once the one that ran is over; what was refused is not. */
function isOff({ enabled, pending }: Switched): boolean {
  if (enabled || !pending?.changes.includes("disable")) return !enabled;
  return pending.applies === "next_session" && !pending.error;
}

function isSince(ofStream: NonNullable<OfStream>, own: Own): boolean {
  return !own || comparePositions(ofStream.position, own.position) >= 0;
}

function dueOf({ lapses, now }: Registers, id: string): Lapse | undefined {
  const lapse = ownOf(lapses, id);
  return lapse && Date.parse(lapse.at) * 1_000 <= now ? lapse : undefined;
}

function quieted(
  state: "idle" | "disabled",
  by: NonNullable<OfStream>,
  own: Own,
  { stream }: Registers,
): Omit<Shown<TargetStatus>, "sequence"> {
  const { source, observedAt } = by.status;
  const otherwise = own && own.status.state !== "unknown" ? own : undefined;
  const since = laterTime(sinceOf(stream, by, otherwise), otherwise?.at);
  // Numbers are counted on where a clock is behind, times are not: what is numbered earlier may bear a later time.
  const isAhead = since !== undefined && observedAt !== undefined && Date.parse(since) > Date.parse(observedAt);
  return { status: defined({ state, since: isAhead ? observedAt : since, observedAt, source }), ...timeOf(by) };
}

function timeOf({ at }: { at?: Timestamp }): { at?: Timestamp } {
  return at === undefined ? {} : { at };
}

function laterTime(one: Timestamp | undefined, other: Timestamp | undefined): Timestamp | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Date.parse(other) > Date.parse(one) ? other : one;
}
