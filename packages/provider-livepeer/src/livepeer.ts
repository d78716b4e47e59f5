import {
  createProviderRequest,
  createReady,
  parseInput,
  type ProviderAdapter,
  SPEC_VERSION,
} from "@polycast/core/provider";
import { capabilitiesWith } from "./capabilities.ts";
import { cleanUpAccount } from "./clean-up-account.ts";
import { finishMarked } from "./finish-marked.ts";
import { createLivepeerHttp } from "./http.ts";
import { createParts } from "./parts.ts";
import { createPoll } from "./poll.ts";
import { type LivepeerSettings, livepeerSettingsSchema } from "./settings.ts";
import { createStreams } from "./streams.ts";
import { createTargets } from "./targets.ts";
import { createWebhooks } from "./webhooks.ts";

/**
 * Livepeer Studio as a provider.
 *
 * ```ts
 * const live = createMultistream({ provider: livepeer() });   // LIVEPEER_API_KEY
 * ```
 *
 * A target here is an object of its own, referred to by one stream. An object that somebody has shared between streams
 * elsewhere is one thing: switching, renaming or redirecting it does so for all of them; deleting it takes it only from
 * the stream that was named. Livepeer never tells where a target sends to, so `destination` is known only of targets
 * that this process has made or changed.
 *
 * @throws MultistreamError `invalid_argument` for a setting that does not fit; missing credentials show with the first call
 */
export function livepeer(settings: LivepeerSettings = {}): ProviderAdapter {
  const given = parseInput(livepeerSettingsSchema, settings, "settings of livepeer()");
  const http = createLivepeerHttp(given);
  const parts = createParts(http);
  const health = given.healthEndpoint === true;
  return {
    specVersion: SPEC_VERSION,
    name: "livepeer",
    packageName: "@polycast/livepeer",
    capabilities: () => capabilitiesWith({ health }),
    streams: createStreams(parts),
    targets: createTargets(parts),
    webhooks: createWebhooks(given, http),
    poll: createPoll(parts, { health }),
    cleanUp: (streamIds, context) => cleanUpAccount(parts, streamIds, context),
    finish: (mark, context) => finishMarked(parts, mark, context),
    ready: createReady(http),
    request: createProviderRequest(http),
  };
}
