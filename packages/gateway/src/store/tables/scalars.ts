/** 0 or 1: the one form of a boolean that every engine stores alike. */
export type Flag = 0 | 1;

/** Milliseconds since the epoch. */
export type EpochMs = number;
