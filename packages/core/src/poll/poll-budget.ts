/** The part of a minute's looks that may be saved up, and be made at once. */
const SAVED_SHARE = 0.25;

/**
 * So many looks in any minute. One that costs more than can be saved up is let through when all is saved, and is paid
 * off afterwards.
 */
export class PollBudget {
  #saved = Infinity;
  #countedAt: number | undefined;

  /** Takes what a look costs, if it is there. */
  take(cost: number, perMinute: number, now: number): boolean {
    if (this.waitMs(cost, perMinute, now) > 0) return false;
    this.#saved -= cost;
    return true;
  }

  /** How long until it is there, in milliseconds. */
  waitMs(cost: number, perMinute: number, now: number): number {
    const most = perMinute * SAVED_SHARE;
    const perMs = (perMinute - most) / 60_000;
    this.#saved = Math.min(most, this.#saved + (now - (this.#countedAt ?? now)) * perMs);
    this.#countedAt = now;
    return Math.ceil(Math.max(0, Math.min(cost, most) - this.#saved) / perMs);
  }
}
