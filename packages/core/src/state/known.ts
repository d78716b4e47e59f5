import type { Timestamp } from "../model/common.ts";
import type { Session, Stream, StreamStatus } from "../model/stream.ts";
import type { TargetStatus } from "../model/target-status.ts";

/** Where an observation stands: `sequence` first, then `rank`, then `id`. */
export type Position = { sequence: number; rank: number; id: string };

/** One state that was seen, where it stands, and when it was so by the clock of who saw it, where that is known. */
export type Entry<S> = { position: Position; at?: Timestamp; status: S };

/**
 * What was seen of one thing, newest first: the newest few, of each state the last entry, and what tells the beginning
 * of its newest stretch; what nobody can tell counts as a state of its own. The first of all holds, unless nobody can
 * tell: see `showTarget`.
 */
export type Register<S> = readonly Entry<S>[];

/** The shape of the registers: it grows when those that were written before can no longer be read. */
export const REGISTERS_VERSION = 1;

/**
 * Everything that observations have left behind, as plain JSON. Each part is the greatest of what it was given, by an
 * order of its own, so that any order and any repetition of the same observations ends in the same; but for the
 * beginnings of stretches, see `enter`.
 */
export type Registers = {
  version: typeof REGISTERS_VERSION;
  stream: Register<StreamStatus>;
  /** The session that was told last. */
  session?: { position: Position; session: Session };
  /** Where a session was last said to be over. */
  ended?: Position;
  /** By target id. */
  targets: Readonly<Record<string, Register<TargetStatus>>>;
  /** What lapses unless something newer is seen, by target id. */
  lapses: Readonly<Record<string, Lapse>>;
  /** The last hint about each thing: by target id, "" for the stream. */
  warnings: Readonly<Record<string, Position>>;
  /** How far time has come, microseconds since 1970. */
  now: number;
};

/** What holds from `at` on, when nothing newer than `position` is seen until then. */
export type Lapse = { position: Position; at: Timestamp; status: TargetStatus };

/** A stream as known so far. Its statuses, its session, and its targets' statuses follow from the registers. */
export type Known = { stream: Stream; registers: Registers };

/** Time has come this far, in microseconds since 1970: what was to lapse until then has lapsed. */
export type Tick = { kind: "tick"; streamId: string; sequence: number };
