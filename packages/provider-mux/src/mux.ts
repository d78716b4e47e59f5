import {
  createProviderRequest,
  createReady,
  createSerial,
  parseInput,
  type ProviderAdapter,
  Repeats,
  SPEC_VERSION,
} from "@polycast/core/provider";
import { createMuxApi } from "./api.ts";
import { capabilities as table } from "./capabilities.ts";
import { createMuxHttp } from "./http.ts";
import type { Parts } from "./parts.ts";
import { createPoll } from "./poll.ts";
import { type MuxSettings, muxSettingsSchema } from "./settings.ts";
import { createStreams } from "./streams.ts";
import { createTargets } from "./targets.ts";
import { createWebhooks } from "./webhooks.ts";

/**
 * Mux Video as a provider. Credentials that are left out come from `MUX_TOKEN_ID`, `MUX_TOKEN_SECRET` and
 * `MUX_WEBHOOK_SECRET` when they are first needed.
 *
 * ```ts
 * const live = createMultistream({ provider: mux() });
 * const { stream, ingest } = await live.streams.create({
 *   name: "Friday show",
 *   targets: [{ name: "Twitch", destination: { preset: "twitch", streamKey: key } }],
 *   providerOptions: { mux: { playbackPolicies: ["public"] } },
 * });
 * ```
 *
 * Targets can be added and deleted only while the stream is idle, and changed never.
 *
 * @throws MultistreamError `invalid_argument` when a setting does not fit
 */
export function mux(settings: MuxSettings = {}): ProviderAdapter {
  const given = parseInput(muxSettingsSchema, settings, "settings of mux()");
  const http = createMuxHttp(given);
  const limits = { targetsPerStream: given.targetsPerStream ?? table.limits.targetsPerStream };
  const capabilities = { ...table, limits };
  const parts: Parts = {
    http,
    api: createMuxApi(http),
    settings: given,
    capabilities,
    serial: createSerial(),
    repeats: new Repeats(),
  };
  return {
    specVersion: SPEC_VERSION,
    name: "mux",
    packageName: "@polycast/mux",
    capabilities: () => capabilities,
    streams: createStreams(parts),
    targets: createTargets(parts),
    webhooks: createWebhooks(given, http),
    poll: createPoll(parts.api),
    ready: createReady(http),
    request: createProviderRequest(http),
  };
}
