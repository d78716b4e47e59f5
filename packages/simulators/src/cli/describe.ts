import type { ServedSimulator } from "../serve.ts";
import type { Launch } from "./launch.ts";

/** What is printed once the simulator is up: for people, or as one line of JSON for programs. */
export function describe(launch: Launch, served: ServedSimulator, asJson: boolean): string {
  const { simulator, basePath, credentials } = launch;
  const url = `${served.url}${basePath}`;
  const { controlUrl } = served;
  if (asJson) return JSON.stringify({ provider: simulator.provider, url, controlUrl, credentials });
  const width = Math.max(...Object.keys(credentials).map((name) => name.length));
  return [
    `A simulated ${simulator.provider} answers at ${url}`,
    `Its control door is ${controlUrl} (GET it for all that it can do)`,
    "",
    "Credentials (made up, good for nothing else):",
    ...Object.entries(credentials).map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    "",
    "Try this:",
    ...launch.tryThis(served.url).map((line) => `  ${line}`),
    "",
    "Ctrl-C ends it.",
  ].join("\n");
}
