import { apiCommand, gatewayFlags, plainGatewayFlags } from "../api-command.ts";
import type { CliGroup } from "../command.ts";
import { needWord, UsageError, wholeNumber } from "../usage-error.ts";
import { connectProvider, listWebhooks, replayAll, replayOne } from "../webhook-calls.ts";

const filter = {
  provider: { type: "string", description: "Only those of this instance." },
  state: { type: "string", description: "Only received, parked, done or quarantined ones." },
} as const;

const connect = apiCommand({
  name: "connect",
  description: "Makes a provider send its webhooks to the gateway.",
  args: {
    provider: { type: "positional", required: false, description: "The name of the instance in the config." },
    url: { type: "string", description: "Where the provider reaches the gateway, path included." },
    ...gatewayFlags,
  },
  async act({ provider, url }, client) {
    const name = needWord(provider, "provider", "polycast webhooks connect mux");
    return connectProvider(client(), name, url);
  },
});

const list = apiCommand({
  name: "list",
  description: "Shows what providers were told of, and what they have sent.",
  args: {
    ...filter,
    limit: { type: "string", description: "How many at most, 1 to 100. Default 20." },
    ...plainGatewayFlags,
  },
  async act({ provider, state, limit }, client) {
    const most = wholeNumber(limit, { least: 1, most: 100, flag: "--limit" }) ?? 20;
    return listWebhooks(client(), { provider, state, limit: most });
  },
});

const replay = apiCommand({
  name: "replay",
  description: "Processes webhooks again: one by its id, or all of a provider or state.",
  args: {
    id: { type: "positional", required: false, description: "One webhook: inb_…" },
    ...filter,
    ...plainGatewayFlags,
  },
  async act({ id, provider, state }, client) {
    const filtered = provider !== undefined || state !== undefined;
    if (id !== undefined && filtered) throw new UsageError("Give an id, or --provider and --state, but not both.");
    if (id !== undefined) return replayOne(client(), id);
    if (!filtered) throw new UsageError("Say which: an id, or --provider or --state.");
    return replayAll(client(), { provider, state });
  },
});

/** `polycast webhooks …`: what providers send to a running gateway. */
export const webhooks: CliGroup = {
  meta: { name: "webhooks", description: "What providers send to a running gateway." },
  commands: { connect, list, replay },
};
