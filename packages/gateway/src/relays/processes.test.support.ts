import { onTestFinished } from "vitest";
import { composeProcess, type Running } from "../compose.ts";
import { writeConfig } from "../settings/write-config.test.support.ts";
import { temporaryDatabase } from "../store/contract/temporary-database.test.support.ts";

/** What a process is to be: a role, with its own way to the database where it has one. */
export type ProcessSpec = { role: "gateway" | "relay"; databaseUrl?: string };

/** Processes over one database; they differ from real ones only in that they share one. They close with the test. */
export async function openProcesses(
  specs: readonly ProcessSpec[],
  database = temporaryDatabase(),
): Promise<{ gateways: Gateway[]; relays: Relay[] }> {
  const env = {
    POLYCAST_LOG_LEVEL: "fatal",
    POLYCAST_HTTP_PORT: "0",
    POLYCAST_RTMP_PORT: "0",
    POLYCAST_ALLOW_PRIVATE_TARGETS: "true",
    POLYCAST_API_KEY: `pcsk_${"k".repeat(40)}`,
    POLYCAST_SECRET_KEY: "cd".repeat(32),
    POLYCAST_DRAIN_SECONDS: "0",
    DATABASE_URL: (await database).reveal(),
  };
  const cwd = writeConfig({});
  const gateways: Gateway[] = [];
  const relays: Relay[] = [];
  for (const { role, databaseUrl: DATABASE_URL = env.DATABASE_URL } of specs) {
    const running = await composeProcess({ env: { ...env, POLYCAST_ROLE: role, DATABASE_URL }, cwd });
    if ("gateway" in running) gateways.push(running.gateway);
    else relays.push(running.relay);
    onTestFinished(() => ("gateway" in running ? running.gateway : running.relay).close());
  }
  return { gateways, relays };
}

type Gateway = Extract<Running, { gateway: unknown }>["gateway"];
type Relay = Extract<Running, { relay: unknown }>["relay"];

/** Where an encoder connects to publish a stream at this relay. */
export function ingestAt(relay: Relay, ingest: readonly { protocol: string; streamKey?: string }[]): string {
  const address = ingest.find(({ protocol }) => protocol === "rtmp");
  if (address?.streamKey === undefined) throw new Error("no ingest");
  return `rtmp://127.0.0.1:${relay.address.rtmp}/live/${address.streamKey}`;
}
