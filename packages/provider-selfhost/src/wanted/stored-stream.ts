import type { Restorable } from "@polycast/core/provider";

/** A target as it is kept. `revision` grows with every edit of the destination; default 1. */
export type StoredTarget = Restorable["targets"][number] & { revision?: number };

/** A stream as it is kept, credentials included: what a host stores between the two halves, and never logs. */
export type StoredStream = Omit<Restorable, "targets"> & { targets: StoredTarget[] };
