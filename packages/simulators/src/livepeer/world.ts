import type { Clock } from "../kernel/types.ts";
import type { Events } from "./events.ts";
import type { HealthBoard } from "./health.ts";
import type { LiveStreams } from "./session.ts";
import type { ResolvedSettings } from "./settings.ts";
import type { Store } from "./store.ts";

/** What the routes work on. */
export type World = {
  clock: Clock;
  settings: ResolvedSettings;
  store: Store;
  live: LiveStreams;
  events: Events;
  health: HealthBoard;
};
