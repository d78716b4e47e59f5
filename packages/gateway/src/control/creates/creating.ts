import type { Parts } from "../parts.ts";

/** What creates work with. */
export type Creating = {
  parts: Omit<Parts, "creates">;
  /** A name for whoever is at an intent, another one every time. */
  newHolder: () => string;
};
