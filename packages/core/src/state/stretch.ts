import type { Timestamp } from "../model/common.ts";
import type { Source } from "../model/provenance.ts";
import type { Entry, Register } from "./known.ts";
import { comparePositions } from "./position.ts";

/** What a register needs of a status. */
export type SeenStatus = { state: string; source?: Source; since?: Timestamp | undefined };

type Place = Pick<Entry<unknown>, "position">;

/**
 * Where a state was broken by something that the register itself does not hold, e.g. a target's by the end of its stream.
 *
 * @param newest the last entry of that state
 */
export type BreakOf<S> = (newest: Entry<S>) => Place | undefined;

/**
 * Since when an entry's state holds: the earliest that any entry of the same unbroken stretch tells, by its own `since`
 * or by when it was seen. So it is what was observed, not the earliest that is possible. Nothing where no entry has a
 * `since` and it was never seen otherwise: then the state is older than all that is known.
 */
export function sinceOf<S extends SeenStatus>(
  register: Register<S>,
  newest: Entry<S>,
  broken?: Place,
): Timestamp | undefined {
  const { entries, otherwise } = stretchOf(register, newest, broken);
  if (!otherwise && !entries.some(isTold)) return undefined;
  const first = earliest(entries);
  return first && startOf(first);
}

/** The entries that a stretch cannot do without, so that its beginning is known: two at most. */
export function beginningsOf<S extends SeenStatus>(
  register: Register<S>,
  newest: Entry<S>,
  broken?: Place,
): (Entry<S> | undefined)[] {
  const { entries } = stretchOf(register, newest, broken);
  return [earliest(entries), earliest(entries.filter(isTold))];
}

/** Has it been seen otherwise after this entry? That nobody could tell does not mean that it was otherwise. */
export function isOver<S extends SeenStatus>(register: Register<S>, entry: Entry<S>): boolean {
  return register.slice(0, register.indexOf(entry)).some((newer) => isOtherwise(newer, entry));
}

/** What was said of a state, back to where it was last otherwise, and whether it ever was. */
function stretchOf<S extends SeenStatus>(
  register: Register<S>,
  newest: Entry<S>,
  broken: Place | undefined,
): { entries: Entry<S>[]; otherwise: boolean } {
  const upTo = register.slice(register.indexOf(newest));
  const other = upTo.findIndex((older) => isOtherwise(older, newest));
  const entries = (other === -1 ? upTo : upTo.slice(0, other)).filter(
    (entry) =>
      entry === newest ||
      (entry.status.state === newest.status.state &&
        (!broken || comparePositions(entry.position, broken.position) > 0)),
  );
  return { entries, otherwise: other !== -1 || broken !== undefined };
}

function isOtherwise(one: Entry<SeenStatus>, { status }: Entry<SeenStatus>): boolean {
  return one.status.state !== status.state && one.status.state !== "unknown";
}

function isTold({ status }: Entry<SeenStatus>): boolean {
  return status.since !== undefined;
}

function startOf({ at, status }: Entry<SeenStatus>): Timestamp | undefined {
  return status.since ?? at;
}

/** Of entries in order, newest first, the one that tells the earliest time; of equal ones the newest. */
function earliest<S extends SeenStatus>(entries: readonly Entry<S>[]): Entry<S> | undefined {
  return entries.reduce<Entry<S> | undefined>((best, entry) => {
    return best && millisecondsOf(best) <= millisecondsOf(entry) ? best : entry;
  }, undefined);
}

function millisecondsOf(entry: Entry<SeenStatus>): number {
  const ms = Date.parse(startOf(entry) ?? "");
  return Number.isNaN(ms) ? Infinity : ms;
}
