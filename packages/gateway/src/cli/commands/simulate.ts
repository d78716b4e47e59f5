import { cliCommand } from "../command.ts";
import { runSimulators, type StartedSimulator } from "../run-simulators.ts";
import { oneOf, UsageError, wholeNumber } from "../usage-error.ts";

const providers = ["mux", "livepeer", "castr"] as const;

/** `polycast simulate`: providers that behave as the real ones, on this machine. */
export const simulate = cliCommand({
  name: "simulate",
  description: "Runs stand-ins for Mux, Livepeer Studio and Castr on this machine, and says what to set to use them.",
  args: {
    provider: { type: "positional", required: false, description: `${providers.join(", ")} or all. Default all.` },
    port: { type: "string", description: "Port of one provider; 0 for any free one. Default 4010, 4020, 4030." },
    "gateway-url": { type: "string", description: "Send webhooks to this gateway, e.g. http://127.0.0.1:8787." },
    "manual-clock": { type: "boolean", default: false, description: "Time stands still until it is moved." },
    json: { type: "boolean", default: false, description: "Answers as JSON." },
  },
  async run({ provider = "all", port, "gateway-url": gatewayUrl, "manual-clock": isManual, json }, io) {
    const chosen = oneOf(provider, [...providers, "all"], "polycast simulate") ?? "all";
    const number = wholeNumber(port, { least: 0, most: 65_535, flag: "--port" });
    if (chosen === "all" && number !== undefined && number !== 0) throw new UsageError("--port is for one provider.");
    const base = gatewayUrl === undefined ? undefined : readBase(gatewayUrl);
    const common = [number === undefined ? [] : ["--port", String(number)], isManual ? ["--manual-clock"] : []].flat();
    const words = (chosen === "all" ? providers : [chosen]).map((name) => {
      const webhooks = base === undefined ? [] : ["--webhook-url", new URL(`/webhooks/${name}`, base).href];
      return [name, common, webhooks].flat();
    });
    const { started, ended, stop } = await runSimulators(words);
    io.onStop(stop);
    io.out(json ? JSON.stringify({ simulators: started }) : describe(started));
    await ended;
    return 0;
  },
});

function describe(started: readonly StartedSimulator[]): string {
  return [
    ...started.map(
      ({ provider, url, controlUrl }) => `${provider} is simulated at ${url} (control door: ${controlUrl})`,
    ),
    "",
    "Set this where your gateway or your program runs; the credentials are made up and open nothing else:",
    "",
    ...started.flatMap(({ environment }) =>
      Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`),
    ),
    "",
    "Ctrl-C ends it.",
  ].join("\n");
}

function readBase(text: string): string {
  if (URL.canParse(text) && /^https?:/iu.test(text)) return text;
  throw new UsageError("--gateway-url takes an http or https URL.");
}
