import type { Ingest } from "../model/ingest.ts";
import type { NewStream, NewTarget } from "../model/inputs.ts";

/** A stream as its host has stored it, credentials included. Never logged. */
export type Restorable = Omit<NewStream, "targets"> & {
  /** The provider's own id, which it keeps. */
  id: string;
  createdAt: string;
  ingest: Ingest[];
  targets: (NewTarget & { id: string; createdAt: string })[];
};
