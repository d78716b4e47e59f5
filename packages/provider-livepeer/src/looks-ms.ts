/**
 * How long after a create of unknown outcome to look for what it made, in milliseconds: longer than elsewhere, since
 * reads come from replicas, and what is made twice is an object that holds a key and that nobody knows.
 */
export const LOOKS_MS: readonly number[] = [200, 1_000, 3_000];
