import {
  createProviderRequest,
  createSerial,
  parseInput,
  type ProviderAdapter,
  Repeats,
  SPEC_VERSION,
} from "@polycast/core/provider";
import { createAcmeApi } from "./api.ts";
import { capabilities } from "./capabilities.ts";
import { createAcmeHttp } from "./http.ts";
import type { Parts } from "./parts.ts";
import { createPoll } from "./poll.ts";
import { type AcmeSettings, acmeSettingsSchema } from "./settings.ts";
import { createStreams } from "./streams.ts";
import { createTargets } from "./targets.ts";
import { createWebhooks } from "./webhooks.ts";

/**
 * Acme Live, a provider that does not exist, as a provider.
 *
 * ```ts
 * const multistream = createMultistream({ provider: acme() }); // ACME_API_KEY
 * ```
 *
 * @throws MultistreamError `invalid_argument` when a setting does not fit; missing credentials show with the first call
 */
export function acme(settings: AcmeSettings = {}): ProviderAdapter {
  const given = parseInput(acmeSettingsSchema, settings, "settings of acme()");
  const http = createAcmeHttp(given);
  const parts: Parts = { api: createAcmeApi(http), serial: createSerial(), repeats: new Repeats() };
  return {
    specVersion: SPEC_VERSION,
    name: "acme",
    packageName: "@acme/polycast",
    capabilities: () => capabilities,
    streams: createStreams(parts),
    targets: createTargets(parts),
    webhooks: createWebhooks(given),
    poll: createPoll(parts.api),
    request: createProviderRequest(http),
  };
}
