import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tempDir } from "../harness/temp-dir.ts";
import { type LoadCost, measureLoad } from "./gateway-load.ts";
import { gatewayRequests, type RequestName, requestNames } from "./gateway-requests.ts";
import { startBenchGateway, startReference } from "./gateway-start.ts";

/** One measurement of one server in one round. */
export type HttpCost = LoadCost & { round: number; request: RequestName; server: "gateway" | "without log" | "bare" };

export type HttpOptions = {
  seconds: number;
  rounds: number;
  connections: number;
  progress: (text: string) => void;
};

/**
 * The same requests to the gateway, to a gateway that writes no line for each of them, and to bare Hono: in turns, the
 * order the other way round in every second round, all from this process.
 */
export async function measureHttp({ seconds, rounds, connections, progress }: HttpOptions): Promise<HttpCost[]> {
  await using dir = await tempDir();
  await using gateway = await startBenchGateway();
  await using quiet = await startBenchGateway({ env: { POLYCAST_LOG_LEVEL: "warn" } });
  const own = await gatewayRequests(gateway.port, gateway.apiKey);
  const ofQuiet = await gatewayRequests(quiet.port, quiet.apiKey);
  const file = join(dir.path, "answers.json");
  await writeFile(file, JSON.stringify(own.answers));
  await using bare = await startReference(file);
  const servers = [
    { name: "gateway", at: gateway, requests: own.requests },
    { name: "without log", at: quiet, requests: ofQuiet.requests },
    { name: "bare", at: bare, requests: own.requests },
  ] as const;

  const costs: HttpCost[] = [];
  // Round 0 warms up: it would measure the compiler.
  for (let round = 0; round <= rounds; round += 1) {
    for (const request of requestNames) {
      progress(round === 0 ? `warm-up: ${request}` : `round ${round}: ${request}`);
      for (const { name, at, requests } of round % 2 === 0 ? servers.toReversed() : servers) {
        const options = { seconds, connections, status: own.statuses[request] };
        const cost = await measureLoad(at, requests[request], options);
        if (round > 0) costs.push({ ...cost, round, request, server: name });
      }
    }
  }
  return costs;
}
