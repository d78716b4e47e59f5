import {
  createProviderRequest,
  createReady,
  parseInput,
  type ProviderAdapter,
  SPEC_VERSION,
} from "@polycast/core/provider";
import { createGatewayApi } from "./api.ts";
import { createCapabilities } from "./capabilities.ts";
import { EventStream } from "./events/event-stream.ts";
import { createGatewayHttp } from "./http.ts";
import type { Parts } from "./parts.ts";
import { createPoll } from "./poll.ts";
import {
  type GatewaySettings,
  gatewaySettingsSchema,
  PROVIDER,
  resolveCredentials,
  resolveHeaders,
  resolveUrl,
} from "./settings.ts";
import { createStreams } from "./streams.ts";
import { createTargets } from "./targets.ts";
import { createWebhooks } from "./webhooks.ts";

/**
 * A running Polycast gateway as a provider. What is left out comes from `POLYCAST_URL`, `POLYCAST_API_KEY` and
 * `POLYCAST_WEBHOOK_SECRET` when it is first needed.
 *
 * ```ts
 * const live = createMultistream({ provider: gateway({ url: "https://live.example.com" }) });
 * for await (const event of live.watch()) console.log(event.type);
 * ```
 *
 * Ids are the gateway's own. What the provider behind it cannot do, the gateway emulates or does later: the capability
 * table says which, and `pending` what is still to come.
 *
 * @throws MultistreamError `invalid_argument` when a setting does not fit
 */
export function gateway(settings: GatewaySettings = {}): ProviderAdapter {
  const given = parseInput(gatewaySettingsSchema, settings, "settings of gateway()");
  const http = createGatewayHttp(given);
  const api = createGatewayApi(http);
  const parts: Parts = { http, api, settings: given };
  const events = new EventStream({
    fetch: async (request) => (given.fetch ?? globalThis.fetch)(request),
    request: () => ({
      url: `${resolveUrl(given).replace(/\/+$/u, "")}/v1/events/stream`,
      headers: {
        ...resolveHeaders(given),
        accept: "text/event-stream",
        authorization: resolveCredentials(given).authorization,
        "user-agent": "polycast",
      },
    }),
  });
  return {
    specVersion: SPEC_VERSION,
    name: PROVIDER,
    packageName: "@polycast/gateway",
    capabilities: createCapabilities(parts),
    streams: createStreams(parts),
    targets: createTargets(parts),
    webhooks: createWebhooks(given, api),
    poll: createPoll(api),
    // The gateway itself looks before it creates.
    ready: createReady(http, 0),
    subscribe: (listener) => events.subscribe(listener),
    subscribeWishes: (listener) => events.subscribeWishes(listener),
    request: createProviderRequest(http),
    close: async () => events.close(),
  };
}
