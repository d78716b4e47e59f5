#!/usr/bin/env node
import { type ArgsDef, defineCommand, renderUsage, runCommand } from "citty";
import { serveSimulator } from "../serve.ts";
import { describe } from "./describe.ts";
import type { Launch, LaunchOptions } from "./launch.ts";
import { launchers } from "./launchers.ts";
import { readPort, readText, readUrl, UsageError, unknownFlag } from "./read-args.ts";

const providers = Object.keys(launchers);

const args = {
  provider: { type: "positional", required: false, description: providers.join(", ") },
  port: { type: "string", valueHint: "number", description: "Port; 0 for any free one" },
  "webhook-url": { type: "string", valueHint: "url", description: "Where webhooks go" },
  "webhook-secret": { type: "string", valueHint: "secret", description: "What signs them; made up when left out" },
  "token-id": { type: "string", valueHint: "id", description: "Mux, Castr: the token's id" },
  "token-secret": { type: "string", valueHint: "secret", description: "Mux, Castr: the token's secret" },
  "api-key": { type: "string", valueHint: "key", description: "Livepeer: the API key" },
  "manual-clock": { type: "boolean", description: "Time stands still until the control door moves it" },
  json: { type: "boolean", description: "Prints one line of JSON" },
} as const satisfies ArgsDef;

const command = defineCommand({
  meta: { name: "polycast-simulate", description: "A provider that behaves on the wire as the real one, in memory." },
  args,
  async run({ args: given }) {
    const unknown = unknownFlag(given, Object.keys(args));
    if (unknown !== undefined) throw new UsageError(unknown);
    const launcher = Object.hasOwn(launchers, given.provider ?? "") ? launchers[given.provider ?? ""] : undefined;
    if (!launcher) throw new UsageError(`Name the provider: ${providers.join(", ")}.`);
    const port = readText("port", given.port);
    const options: LaunchOptions = {
      webhookUrl: readUrl(readText("webhook-url", given["webhook-url"])),
      webhookSecret: readText("webhook-secret", given["webhook-secret"]),
      tokenId: readText("token-id", given["token-id"]),
      tokenSecret: readText("token-secret", given["token-secret"]),
      apiKey: readText("api-key", given["api-key"]),
      manualClock: given["manual-clock"] ?? false,
    };
    await start(
      await launcher.launch(options),
      port === undefined ? launcher.port : readPort(port),
      given.json ?? false,
    );
  },
});

async function start(launch: Launch, port: number, asJson: boolean): Promise<void> {
  const served = await serveSimulator(launch.simulator, { port });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void served.close());
  console.log(describe(launch, served, asJson));
}

const rawArgs = process.argv.slice(2);
if (rawArgs.includes("--help") || rawArgs.includes("-h")) console.log(await renderUsage(command));
else {
  try {
    await runCommand(command, { rawArgs });
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    if (error instanceof UsageError) console.error("polycast-simulate --help shows what can be said.");
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
