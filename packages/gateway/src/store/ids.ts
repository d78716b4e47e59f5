import { randomBase62, toBase62 } from "../secrets/base62.ts";

/** What an id names, by its prefix. */
export const idPrefixes = {
  stream: "str_",
  target: "tgt_",
  event: "evt_",
  apiKey: "key_",
  inboxItem: "inb_",
  providerWebhook: "pwh_",
  webhookEndpoint: "whe_",
  webhookSecret: "whs_",
  delivery: "dlv_",
  viewToken: "vtk_",
} as const;
export type IdKind = keyof typeof idPrefixes;

/** Milliseconds in eight digits reach past the year 8000. */
const TIME_DIGITS = 8;
const COUNT_DIGITS = 2;
const MAX_COUNT = 62 ** COUNT_DIGITS;
const RANDOM_DIGITS = 12;

/**
 * Makes a function for ids like `str_0VtyK1cA00q7Zt0hXw3LpB`: time, a count within the millisecond, and 71 random bits.
 * As bytes they sort by creation, also while the clock stands still or goes back.
 */
export function createIdFactory(now: () => number): (kind: IdKind) => string {
  let time = 0;
  let count = 0;
  return (kind) => {
    const current = now();
    count = current > time ? 0 : count + 1;
    time = Math.max(time, current);
    if (count === MAX_COUNT) {
      time += 1;
      count = 0;
    }
    return idPrefixes[kind] + toBase62(time, TIME_DIGITS) + toBase62(count, COUNT_DIGITS) + randomBase62(RANDOM_DIGITS);
  };
}

/** An id by the system's clock. */
export const newId: (kind: IdKind) => string = createIdFactory(Date.now);
