import type { HttpClock, Log } from "@polycast/core/provider";
import type { Store } from "../store/index.ts";

/** What the pieces of a relay that shares its streams work with. */
export type RelayParts = {
  /** The relay's own id, another one with every start. */
  id: string;
  /** The instance whose streams it serves. */
  instance: string;
  store: Store;
  clock: HttpClock;
  log: Log;
};
