import {
  createProviderRequest,
  createReady,
  createSerial,
  parseInput,
  type ProviderAdapter,
  Repeats,
  SPEC_VERSION,
} from "@polycast/core/provider";
import { capabilities } from "./capabilities.ts";
import { createCastrApi } from "./api.ts";
import { createCastrHttp } from "./http.ts";
import type { Parts } from "./parts.ts";
import { createPoll } from "./poll.ts";
import { type CastrSettings, castrSettingsSchema } from "./settings.ts";
import { Sightings } from "./sightings.ts";
import { createStreams } from "./streams.ts";
import { createTargets } from "./targets.ts";
import { createWebhooks } from "./webhooks.ts";

/**
 * Castr (https://castr.com): toggles targets while live, tells their status only when asked.
 *
 * ```ts
 * const multistream = createMultistream({ provider: castr() }); // CASTR_TOKEN_ID, CASTR_TOKEN_SECRET
 * ```
 *
 * Credentials are asked for with the first call, not here.
 *
 * @throws MultistreamError `invalid_argument` when a setting does not fit
 */
export function castr(settings: CastrSettings = {}): ProviderAdapter {
  return createCastr(settings, Date.now);
}

/** The same with a clock of the caller's, for tests. @param now milliseconds since 1970 */
export function createCastr(settings: CastrSettings, now: () => number): ProviderAdapter {
  const given = parseInput(castrSettingsSchema, settings, "settings of castr()");
  const http = createCastrHttp(given);
  const parts: Parts = {
    api: createCastrApi(http),
    serial: createSerial(),
    repeats: new Repeats(),
    sightings: new Sightings(now),
    now,
    region: given.region,
  };
  return {
    specVersion: SPEC_VERSION,
    name: "castr",
    packageName: "@polycast/castr",
    capabilities: () => capabilities,
    streams: createStreams(parts),
    targets: createTargets(parts),
    webhooks: createWebhooks(given.webhookTokens ?? []),
    poll: createPoll(parts),
    ready: createReady(http),
    request: createProviderRequest(http),
  };
}
