import { readFileSync } from "node:fs";
import { parseInput } from "@polycast/core/provider";
import { z } from "zod";
import type { RelaySettings } from "./relay/messages.ts";

const portSchema = z.int().min(0).max(65_535);

/** How the relay is set up. What is left out comes from the environment when it is first needed, then from defaults. */
export const selfhostSettingsSchema = z.strictObject({
  /** Address to listen at. Default `POLYCAST_HOST`, else `127.0.0.1`. */
  host: z.string().min(1).optional(),
  /** Host name in ingest URLs. Default `POLYCAST_PUBLIC_HOST`, else `host`. */
  publicHost: z.string().min(1).optional(),
  /** Default `POLYCAST_RTMP_PORT`, else 1935; 0 takes any free one. */
  rtmpPort: portSchema.optional(),
  /** RTMPS ingest, when a certificate is given; port 1936 by default. PEM text, or files by `POLYCAST_RTMPS_CERT`/`_KEY`. */
  rtmps: z.strictObject({ port: portSchema.optional(), cert: z.string(), key: z.string() }).optional(),
  /** May targets be at loopback and private addresses? Default `POLYCAST_ALLOW_PRIVATE_TARGETS`, else no. */
  allowPrivateTargets: z.boolean().optional(),
  /** Milliseconds that a stream stays `reconnecting` without its encoder. Default 60 000; 0 ends it at once. */
  reconnectWindowMs: z.int().min(0).max(1_800_000).optional(),
});
export type SelfhostSettings = z.infer<typeof selfhostSettingsSchema>;

type Environment = Record<string, string | undefined>;

/**
 * Settings, then environment, then defaults.
 *
 * @throws MultistreamError `invalid_argument`, naming the variable
 */
export function resolveSettings(
  settings: SelfhostSettings,
  env: Environment,
): { relay: RelaySettings; publicHost: string } {
  const host = settings.host ?? text(env, "POLYCAST_HOST") ?? "127.0.0.1";
  const relay: RelaySettings = {
    host,
    rtmpPort: settings.rtmpPort ?? port(env, "POLYCAST_RTMP_PORT") ?? 1935,
    allowPrivateTargets: settings.allowPrivateTargets ?? flag(env, "POLYCAST_ALLOW_PRIVATE_TARGETS") ?? false,
    reconnectWindowMs: settings.reconnectWindowMs ?? 60_000,
  };
  const pem = settings.rtmps ?? pemFiles(env);
  if (pem) {
    const rtmpsPort = settings.rtmps?.port ?? port(env, "POLYCAST_RTMPS_PORT") ?? 1936;
    relay.rtmps = { port: rtmpsPort, cert: pem.cert, key: pem.key };
  }
  const publicHost = settings.publicHost ?? text(env, "POLYCAST_PUBLIC_HOST") ?? reachable(host);
  return { relay, publicHost };
}

/** An address that listens everywhere is not one to dial. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

function text(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
}

function port(env: Environment, name: string): number | undefined {
  const value = text(env, name);
  return value === undefined ? undefined : parseInput(z.coerce.number().pipe(portSchema), value, name);
}

function flag(env: Environment, name: string): boolean | undefined {
  const value = text(env, name);
  return value === undefined ? undefined : parseInput(z.stringbool(), value, name);
}

function pemFiles(env: Environment): { cert: string; key: string } | undefined {
  const cert = text(env, "POLYCAST_RTMPS_CERT");
  const key = text(env, "POLYCAST_RTMPS_KEY");
  if (cert === undefined || key === undefined) return undefined;
  return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
}
