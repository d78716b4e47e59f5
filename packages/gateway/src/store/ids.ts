import { randomBase62, toBase62 } from "../secrets/base62.ts";
import type { KeyedHash } from "../secrets/keyed-hash.ts";

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

/** Gives ids to what a request makes; `index` counts what it makes of one kind, from 0. */
export type IdSource = (kind: IdKind, index?: number) => string;

/** How something is made. */
export type CreateOptions = {
  /**
   * Gives the same ids whenever the same request is run: one that finds its id taken answers with what is there, and
   * makes nothing. Default: new ids.
   */
  ids?: IdSource | undefined;
};

/** The digits of a hash are taken in halves, so that each is a safe integer: 12 hexadecimal digits, 48 bits. */
const HALF_DIGITS = RANDOM_DIGITS / 2;
const HALF_HEX = 12;

/**
 * Ids that anybody with the same key derives again: they sort by the time and the index, and look like all others.
 *
 * @param request names the one request that they are for
 * @param time when it came first, milliseconds since 1970
 */
export function deriveIds(hash: KeyedHash, request: string, time: number): IdSource {
  return (kind, index = 0) => {
    const hex = hash(JSON.stringify(["id", request, time, kind, index]));
    const half = (from: number): string =>
      toBase62(Number.parseInt(hex.slice(from, from + HALF_HEX), 16) % 62 ** HALF_DIGITS, HALF_DIGITS);
    const digits = half(0) + half(HALF_HEX);
    return idPrefixes[kind] + toBase62(time, TIME_DIGITS) + toBase62(index, COUNT_DIGITS) + digits;
  };
}
