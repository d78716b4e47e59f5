import type { Migration } from "./migration.ts";
import { streamsTargetsEvents } from "./migrations/0001-streams-targets-events.ts";
import { eventsInAndOut } from "./migrations/0002-events-in-and-out.ts";
import { controlPlane } from "./migrations/0003-control-plane.ts";
import { eventLog } from "./migrations/0004-event-log.ts";
import { relaySessions } from "./migrations/0005-relay-sessions.ts";
import { intents } from "./migrations/0006-intents.ts";
import { eventsWithoutSequence } from "./migrations/0007-events-without-sequence.ts";

/** In order of their use; names sort in that order. */
export const migrations: readonly Migration[] = [
  streamsTargetsEvents,
  eventsInAndOut,
  controlPlane,
  eventLog,
  relaySessions,
  intents,
  eventsWithoutSequence,
];
