import type { ServedSimulator } from "../serve.ts";
import type { Launch } from "./launch.ts";

/** What is printed once the simulator is up: for people, or as one line of JSON for programs. */
export function describe(launch: Launch, served: ServedSimulator, asJson: boolean): string {
  const { simulator, basePath, credentials } = launch;
  const url = `${served.url}${basePath}`;
  const { controlUrl } = served;
  const environment = { [`${simulator.provider.toUpperCase()}_BASE_URL`]: url, ...credentials };
  if (asJson) return JSON.stringify({ provider: simulator.provider, url, controlUrl, credentials, environment });
  return [
    `A simulated ${simulator.provider} answers at ${url}`,
    `Its control door is ${controlUrl} (GET it for all that it can do)`,
    "",
    "Set this where your program runs, and its adapter calls the simulator (credentials that were made up open nothing else):",
    ...Object.entries(environment).map(([name, value]) => `  ${name}=${value}`),
    "",
    "Try this:",
    ...launch.tryThis(served.url).map((line) => `  ${line}`),
    "",
    "Ctrl-C ends it.",
  ].join("\n");
}
