import type { ProviderModel } from "../providers.ts";
import { eventShape } from "./events/event-shape.ts";
import { eventTypes } from "./events/event-types.ts";
import { following } from "./events/following.ts";
import { eventMapping } from "./events/mapping.ts";
import { oneSession } from "./events/one-session.ts";
import { promises } from "./events/promises.ts";
import { whatDiffers } from "./events/what-differs.ts";
import { page } from "./page.ts";

/** The whole of `docs/events.md`. */
export function eventsPage(providers: readonly ProviderModel[]): string {
  return page(
    "Events",
    "What happens to a stream and its targets, in the same words whoever carries it: asked for by somebody, or seen by somebody. The states are those of [the model](model.md); how events come in from providers and go out to you as webhooks is on the page [Webhooks](webhooks.md).",
    [
      ["An event", eventShape()],
      ["What is promised", promises()],
      ["Reading and following", following()],
      ["Every type", eventTypes()],
      ["From each provider's words to events", eventMapping(providers)],
      ["What differs between providers", whatDiffers()],
      ["One session on four providers", oneSession(providers)],
    ],
  );
}
