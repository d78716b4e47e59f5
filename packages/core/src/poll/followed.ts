import type { StreamState } from "../model/stream.ts";
import type { Cadence } from "./cadence.ts";

/** Two looks at one thing are never nearer than this, whatever asks for them. */
export const MIN_GAP_MS = 1_000;
/** How often the wait is doubled for a stream that the lists leave out, and that is looked at alone. */
const MAX_DOUBLINGS = 3;

/** One thing to be looked at again and again. Times by the poller's clock, in milliseconds. */
export type Watched = {
  /** When the last look began. */
  startedAt: number;
  /** When it was last seen; -Infinity: look now. */
  lookedAt: number;
  /** What the wait is multiplied with, so that not all come at once. */
  spread: number;
  /** Somebody wants it looked at by then. */
  sooner: number;
  /** Not before, after failures. */
  notBefore: number;
  /** In a row. */
  failures: number;
};

/** A stream that is followed. */
export type Followed = Watched & {
  readonly id: string;
  state?: StreamState;
  changedUntil: number;
  inFlight: boolean;
  /** 0: the lists have it. 1: one has left it out. More: so many looks at it alone since then, and one. */
  missed: number;
  /** Polls in a row that disagreed with something newer. */
  disagreed: number;
};

/** Nothing has been seen of it yet. */
export function beginWatched(): Watched {
  return { startedAt: -Infinity, lookedAt: -Infinity, spread: 1, sooner: Infinity, notBefore: -Infinity, failures: 0 };
}

/** A stream that is followed from now on. */
export function beginFollowed(id: string): Followed {
  return { ...beginWatched(), id, changedUntil: -Infinity, inFlight: false, missed: 0, disagreed: 0 };
}

export function isOn({ state }: Followed): boolean {
  return state === "live" || state === "reconnecting";
}

/** How long to wait between two looks at a stream. */
export function waitFor(stream: Followed, now: number, cadence: Cadence): number {
  const { liveMs, idleMs, changedMs } = cadence;
  const usual = isOn(stream) ? liveMs : idleMs * 2 ** Math.min(Math.max(0, stream.missed - 1), MAX_DOUBLINGS);
  return now < stream.changedUntil ? Math.min(changedMs, usual) : usual;
}

/** When to look again after `waitMs`, or earlier where somebody asks for it. */
export function dueAt(watched: Watched, waitMs: number): number {
  const { lookedAt, spread, sooner, notBefore, startedAt } = watched;
  return Math.max(notBefore, startedAt + MIN_GAP_MS, Math.min(sooner, lookedAt + waitMs * spread));
}
