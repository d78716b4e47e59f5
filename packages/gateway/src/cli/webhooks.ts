import { type ArgsDef, type CommandContext, defineCommand } from "citty";
import { checkArgs } from "./check-args.ts";
import { createGatewayClient, type GatewayClient } from "./gateway-client.ts";
import { refuseUsage } from "./refuse-usage.ts";
import { reportFailure } from "./report-failure.ts";
import { connectProvider, listWebhooks, replayAll, replayOne, type Said } from "./webhook-calls.ts";

const common = {
  "gateway-url": {
    type: "string",
    description: "The running gateway (POLYCAST_URL). Default http://127.0.0.1:8787.",
  },
  json: { type: "boolean", default: false, description: "Answers as JSON." },
} as const;

const filter = {
  provider: { type: "string", description: "Only those of this instance." },
  state: { type: "string", description: "Only received, parked, done or quarantined ones." },
} as const;

const connectFlags = {
  provider: { type: "positional", required: false, description: "The name of the instance in the config." },
  url: { type: "string", description: "Where the provider reaches the gateway, path included." },
  ...common,
} as const;

const listFlags = {
  ...filter,
  limit: { type: "string", description: "How many at most, 1 to 100. Default 20." },
  ...common,
} as const;

const replayFlags = {
  id: { type: "positional", required: false, description: "One webhook: inb_…" },
  ...filter,
  ...common,
} as const;

const connect = defineCommand({
  meta: { name: "connect", description: "Makes a provider send its webhooks to the gateway." },
  args: connectFlags,
  run: (context) =>
    runCall(context, connectFlags, "connect", (client) => {
      const { provider, url } = context.args;
      return provider === undefined
        ? "Say which provider, e.g. polycast webhooks connect mux."
        : connectProvider(client(), provider, url);
    }),
});

const list = defineCommand({
  meta: { name: "list", description: "Shows what providers were told of, and what they have sent." },
  args: listFlags,
  run: (context) =>
    runCall(context, listFlags, "list", (client) => {
      const { provider, state, limit = "20" } = context.args;
      return listWebhooks(client(), { provider, state, limit });
    }),
});

const replay = defineCommand({
  meta: { name: "replay", description: "Processes webhooks again: one by its id, or all of a provider or state." },
  args: replayFlags,
  run: (context) =>
    runCall(context, replayFlags, "replay", (client) => {
      const { id, provider, state } = context.args;
      const filtered = provider !== undefined || state !== undefined;
      if (id !== undefined && filtered) return "Give an id, or --provider and --state, but not both.";
      if (id !== undefined) return replayOne(client(), id);
      return filtered ? replayAll(client(), { provider, state }) : "Say which: an id, or --provider or --state.";
    }),
});

/** `polycast webhooks …`: what providers send to a running gateway. */
export const webhooks = defineCommand({
  meta: { name: "webhooks", description: "What providers send to a running gateway." },
  subCommands: { connect, list, replay },
});

/** Runs one call and tells what came of it. `act` answers a text where the command line is at fault. */
async function runCall(
  { args, rawArgs }: Pick<CommandContext<typeof common>, "args" | "rawArgs">,
  known: ArgsDef,
  name: string,
  act: (client: () => GatewayClient) => string | Promise<Said>,
): Promise<void> {
  const command = `polycast webhooks ${name}`;
  const positionals = Object.values(known).filter(({ type }) => type === "positional").length;
  const fault = checkArgs({ args: { ...args, _: args._.slice(positionals) }, rawArgs }, known);
  if (fault !== undefined) return refuseUsage(fault, command);
  try {
    const said = act(() => createGatewayClient(process.env, args["gateway-url"]));
    if (typeof said === "string") return refuseUsage(said, command);
    const { json, text } = await said;
    console.log(args.json ? JSON.stringify(json) : text);
  } catch (error) {
    reportFailure(error);
    process.exitCode = 1;
  }
}
