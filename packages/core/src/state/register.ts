import type { Timestamp } from "../model/common.ts";
import type { Source } from "../model/provenance.ts";
import type { Entry, Register } from "./known.ts";
import { compareTexts, orderedJson } from "./ordered-json.ts";
import { comparePositions } from "./position.ts";

type Status = { state: string; source?: Source; since?: Timestamp | undefined };

/**
 * Total, also among different things that were said at one place: then their JSON decides, which says nothing about
 * them and is the same everywhere.
 */
export function compareEntries<S extends Status>(one: Entry<S>, other: Entry<S>): number {
  return comparePositions(one.position, other.position) || compareTexts(orderedJson(one), orderedJson(other));
}

/**
 * Takes an entry in. The same register for one that it holds already, or that says less than those it holds. What stays
 * depends on the set of entries alone, not on their order: of each state the last one, and the last one with a `since`;
 * what nobody can tell counts as a state of its own.
 */
export function enter<S extends Status>(register: Register<S>, entry: Entry<S>): Register<S> {
  const place = register.findIndex((held) => compareEntries(held, entry) <= 0);
  const held = register[place];
  if (held && compareEntries(held, entry) === 0) return register;
  const at = place === -1 ? register.length : place;
  const kept = [...register.slice(0, at), entry, ...register.slice(at)].filter(isLastOfItsKind);
  return kept.includes(entry) ? kept : register;
}

/** Nobody can tell: what a read says that leaves it open. */
export function isUntold({ state, source }: Status): boolean {
  return state === "unknown" && source === "assumed";
}

function isLastOfItsKind<S extends Status>(entry: Entry<S>, index: number, all: readonly Entry<S>[]): boolean {
  const isOfSameKind = ({ status }: Entry<S>): boolean =>
    status.state === entry.status.state && isUntold(status) === isUntold(entry.status);
  const newer = all.slice(0, index).filter(isOfSameKind);
  if (newer.length === 0) return true;
  return entry.status.since !== undefined && newer.every(({ status }) => status.since === undefined);
}

/** The last entry of one of these states. */
export function lastOf<S extends Status>(register: Register<S>, ...states: S["state"][]): Entry<S> | undefined {
  return register.find(({ status }) => states.includes(status.state));
}

/**
 * Since when an entry's state holds: as the provider says of it, if not with this entry then with an earlier one of the
 * same stretch; else since it was last seen to be otherwise, which is the earliest that it can be.
 *
 * @param broken where the stretch was broken by something else, e.g. by the end of the stream; what was read together
 *   with the entry breaks nothing
 */
export function sinceOf<S extends Status>(
  register: Register<S>,
  { position, status }: Entry<S>,
  broken?: Place,
): Timestamp | undefined {
  if (status.since !== undefined) return status.since;
  const older = register.filter((entry) => comparePositions(entry.position, position) < 0);
  // That nobody could tell does not mean that it was otherwise.
  const other = older.find((entry) => entry.status.state !== status.state && entry.status.state !== "unknown");
  const otherwise = laterOf(other, broken && broken.position.sequence < position.sequence ? broken : undefined);
  const told = older.find((entry) => entry.status.state === status.state && entry.status.since !== undefined);
  if (told && (!otherwise || comparePositions(told.position, otherwise.position) > 0)) return told.status.since;
  return otherwise?.at;
}

type Place = Pick<Entry<unknown>, "position" | "at">;

function laterOf(one: Place | undefined, other: Place | undefined): Place | undefined {
  if (!one || !other) return one ?? other;
  return comparePositions(one.position, other.position) < 0 ? other : one;
}
