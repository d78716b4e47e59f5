import type { SelfhostSettings } from "../settings.ts";
import { checkEvents } from "./check-events.ts";
import { LiveStage } from "./live-stage.ts";

/** A test with a relay of its own, whose events are checked in the end. Tests made with it may run side by side. */
export function staged(run: (stage: LiveStage) => Promise<void>, settings?: SelfhostSettings): () => Promise<void> {
  return async () => {
    await using stage = await LiveStage.open(settings);
    await run(stage);
    checkEvents(stage.watch.events);
  };
}
