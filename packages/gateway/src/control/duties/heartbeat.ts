import type { HttpClock } from "@polycast/core/provider";

/** Notices when the thread has stood still: stopped, suspended, or busy. */
export type Heartbeat = {
  /** Has it stood still for longer than may be, and nobody has dealt with that yet? */
  missed(): boolean;
  /** That was dealt with. */
  reset(): void;
  close(): void;
};

const BEAT_MS = 500;
/** More than this between two beats, in milliseconds, and others may have acted meanwhile. */
const MAX_GAP_MS = 3000;

/**
 * Starts it.
 *
 * @param onBeat called with every beat, after a gap too
 */
export function startHeartbeat(clock: HttpClock, onBeat: () => void): Heartbeat {
  // The one goes on while the machine sleeps, the other is never set.
  const read = () => ({ wall: clock.wall(), steady: clock.now() });
  let last = read();
  let gap = false;
  let cancel: () => void;

  const look = (): void => {
    const now = read();
    gap ||= now.steady - last.steady > MAX_GAP_MS || now.wall - last.wall > MAX_GAP_MS;
  };

  const beat = (): void => {
    look();
    last = read();
    cancel = clock.after(BEAT_MS, beat);
    onBeat();
  };

  cancel = clock.after(BEAT_MS, beat);
  return {
    // Whatever runs first after the gap may ask, before the beat that is late.
    missed() {
      look();
      return gap;
    },
    reset() {
      last = read();
      gap = false;
    },
    close: () => cancel(),
  };
}
