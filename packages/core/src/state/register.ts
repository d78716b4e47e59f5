import type { Entry, Register } from "./known.ts";
import { compareTexts, orderedJson } from "./ordered-json.ts";
import { comparePositions } from "./position.ts";
import { beginningsOf, type BreakOf, isOver, type SeenStatus } from "./stretch.ts";

/** Entries that are kept whatever they say, of different states or beginnings. */
const RECENT = 8;

/**
 * Total, also among different things that were said at one place: then their JSON decides, which says nothing about
 * them and is the same everywhere.
 */
export function compareEntries<S extends SeenStatus>(one: Entry<S>, other: Entry<S>): number {
  return comparePositions(one.position, other.position) || compareTexts(orderedJson(one), orderedJson(other));
}

/**
 * Takes an entry in. The same register for one that it holds already, or that says less than those it holds. What stays:
 *
 * - of each state the last entry, where what nobody can tell counts as a state of its own;
 * - the newest eight that differ in what they say or since when. These and those before depend on the set of entries
 *   alone, not on their order, and with them the beginning of a stretch of up to eight;
 * - of each state's newest stretch what tells its beginning, for longer ones. Where a late entry of another state splits
 *   such a long one, what came right after the split may be gone: the state is then shown to hold since a later time
 *   than it did.
 */
export function enter<S extends SeenStatus>(
  register: Register<S>,
  entry: Entry<S>,
  breakOf: BreakOf<S> = () => undefined,
): Register<S> {
  const place = register.findIndex((held) => compareEntries(held, entry) <= 0);
  const held = register[place];
  if (held && compareEntries(held, entry) === 0) return register;
  const at = place === -1 ? register.length : place;
  const all = [...register.slice(0, at), entry, ...register.slice(at)];
  const last = new Set(all.filter(isLastOfItsKind));
  // What ended a stretch that is over may be forgotten: one that comes late could be of the stretch before it.
  const told = isOver(all, entry) && !last.has(entry) ? register : all;
  const ends = told.filter(
    ({ status: { state } }, index) => index === told.findIndex((one) => one.status.state === state),
  );
  const beginnings = new Set(ends.flatMap((end) => beginningsOf(told, end, breakOf(end))));
  const recent = new Set(all.filter(isLastOfItsBeginning).slice(0, RECENT));
  const kept = all.filter((one) => last.has(one) || recent.has(one) || beginnings.has(one));
  return kept.includes(entry) ? kept : register;
}

/** Nobody can tell: what a read says that leaves it open. */
export function isUntold({ state, source }: SeenStatus): boolean {
  return state === "unknown" && source === "assumed";
}

function isLastOfItsKind<S extends SeenStatus>({ status }: Entry<S>, index: number, all: readonly Entry<S>[]): boolean {
  const last = all.findIndex((one) => one.status.state === status.state && isUntold(one.status) === isUntold(status));
  return last === index;
}

/** Of entries that tell the same `since`, as a relay's do every second, one is enough. */
function isLastOfItsBeginning<S extends SeenStatus>(
  { status: { state, since } }: Entry<S>,
  index: number,
  all: readonly Entry<S>[],
): boolean {
  return (
    since === undefined || all.findIndex(({ status }) => status.state === state && status.since === since) === index
  );
}

/** The last entry of one of these states. */
export function lastOf<S extends SeenStatus>(register: Register<S>, ...states: S["state"][]): Entry<S> | undefined {
  return register.find(({ status }) => states.includes(status.state));
}
