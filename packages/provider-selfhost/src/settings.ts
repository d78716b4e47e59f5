import { parseInput } from "@polycast/core/provider";
import * as z from "zod";
import type { RelaySettings } from "./relay/messages.ts";
import { checkCertificate, readCertificate } from "./settings-certificate.ts";

const portSchema = z.int().min(0).max(65_535);

/** How the relay is set up. What is left out comes from the environment when it is first needed, then from defaults. */
export const selfhostSettingsSchema = z.strictObject({
  /** Address to listen at. Default `POLYCAST_HOST`, else `127.0.0.1`. */
  host: z.string().min(1).optional(),
  /** Host name in ingest URLs. Default `POLYCAST_PUBLIC_HOST`, else `host`. */
  publicHost: z.string().min(1).optional(),
  /** Default `POLYCAST_RTMP_PORT`, else 1935; 0 takes any free one. */
  rtmpPort: portSchema.optional(),
  /**
   * RTMPS ingest, when a certificate is given: PEM text here, or PEM files by `POLYCAST_RTMPS_CERT` and
   * `POLYCAST_RTMPS_KEY`. Port: default `POLYCAST_RTMPS_PORT`, else 1936.
   */
  rtmps: z.strictObject({ port: portSchema.optional(), cert: z.string(), key: z.string() }).optional(),
  /** May targets be at loopback and private addresses? Default `POLYCAST_ALLOW_PRIVATE_TARGETS`, else no. */
  allowPrivateTargets: z.boolean().optional(),
  /** Milliseconds that a stream stays `reconnecting` without its encoder. Default 60 000; 0 ends it at once. */
  reconnectWindowMs: z.int().min(0).max(1_800_000).optional(),
});
export type SelfhostSettings = z.infer<typeof selfhostSettingsSchema>;

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Settings, then environment, then defaults.
 *
 * @throws MultistreamError `invalid_argument`, naming the setting or the variable
 */
export function resolveSettings(
  settings: SelfhostSettings,
  env: Environment,
): { relay: RelaySettings; publicHost: string } {
  const host = settings.host ?? text(env, "POLYCAST_HOST") ?? "127.0.0.1";
  const rtmps = resolveRtmps(settings, env);
  const relay: RelaySettings = {
    host,
    rtmpPort: settings.rtmpPort ?? port(env, "POLYCAST_RTMP_PORT") ?? 1935,
    ...(rtmps ? { rtmps } : {}),
    allowPrivateTargets: settings.allowPrivateTargets ?? flag(env, "POLYCAST_ALLOW_PRIVATE_TARGETS") ?? false,
    reconnectWindowMs: settings.reconnectWindowMs ?? 60_000,
  };
  const publicHost = settings.publicHost ?? text(env, "POLYCAST_PUBLIC_HOST") ?? reachable(host);
  return { relay, publicHost: inUrl(publicHost) };
}

function resolveRtmps({ rtmps }: SelfhostSettings, env: Environment): RelaySettings["rtmps"] {
  if (rtmps) checkCertificate(rtmps, "settings.rtmps");
  const pem = rtmps ?? readCertificate(text(env, "POLYCAST_RTMPS_CERT"), text(env, "POLYCAST_RTMPS_KEY"));
  if (!pem) return undefined;
  return { port: rtmps?.port ?? port(env, "POLYCAST_RTMPS_PORT") ?? 1936, cert: pem.cert, key: pem.key };
}

/** An address that listens everywhere is not one to dial. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  return host === "::" ? "::1" : host;
}

/** An IPv6 address stands in brackets. */
function inUrl(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

function text(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
}

const portTextSchema = z.string().regex(/^\d+$/u, { message: "must be a number" }).transform(Number).pipe(portSchema);

function port(env: Environment, name: string): number | undefined {
  const value = text(env, name);
  return value === undefined ? undefined : parseInput(portTextSchema, value, name);
}

function flag(env: Environment, name: string): boolean | undefined {
  const value = text(env, name);
  return value === undefined ? undefined : parseInput(z.stringbool(), value, name);
}
