import * as z from "zod";
import { apiKeyPattern } from "../secrets/api-key.ts";
import { isSecretKeyText } from "../secrets/secret-key.ts";
import { logLevels } from "./log-level.ts";

/** The first and the last port of a range, both included. */
export type PortRange = { first: number; last: number };

const MAX_PORT = 65_535;

const digits = z.string().regex(/^\d{1,5}$/u);
const port = z.union([z.number(), digits.transform(Number)]).pipe(z.int().min(0).max(MAX_PORT));

const portRange = z
  .string()
  .regex(/^\d{1,5}(?:-\d{1,5})?$/u)
  .transform((text): PortRange => {
    const [first = 0, last = first] = text.split("-").map(Number);
    return { first, last };
  })
  .refine(({ first, last }) => first >= 1 && first <= last && last <= MAX_PORT);

const host = z.union([z.ipv4(), z.ipv6(), z.hostname()]);
const path = z.string().min(1).max(4096);
/** How provider instances may be called. */
export const instanceNameSchema: z.ZodString = z.string().regex(/^[a-z\d][a-z\d-]{0,62}$/u);
const flag = z.union([z.boolean(), z.stringbool()]);

/** Where the gateway is reached from outside: a path would be lost, and the rest is nobody's business. */
const origin = z
  .url({ protocol: /^https?$/u, hostname: /./u })
  .max(2048)
  .transform((text) => new URL(text))
  .refine((url) => `${url.origin}/` === url.href)
  .transform((url) => url.origin);

/** A database that several processes share. It may name a password, so that it is no flag and is never repeated. */
const databaseUrl = z
  .string()
  .trim()
  .max(4096)
  .refine((text) => /^postgres(?:ql)?:\/\//u.test(text) && URL.canParse(text));

/** Which parts of Polycast a process runs. */
export const roles = ["all", "gateway", "relay"] as const;
/** What is done when a provider's own console has changed what we made there. */
export const driftPolicies = ["show", "enforce"] as const;

const MAX_METRICS_TARGETS = 10_000;
const count = z.union([z.number(), digits.transform(Number)]).pipe(z.int().min(0).max(MAX_METRICS_TARGETS));

const MAX_DRAIN_SECONDS = 86_400;
const MAX_RATE = 100_000;
const rate = z.union([z.number(), digits.transform(Number)]).pipe(z.int().min(0).max(MAX_RATE));

const seconds = z.union([z.number(), digits.transform(Number)]).pipe(z.int().min(0).max(MAX_DRAIN_SECONDS));

const days = (least: number, most: number) =>
  z.union([z.number(), digits.transform(Number)]).pipe(z.int().min(least).max(most));

/**
 * Every setting that can be written down, as text or as a value. One name serves all sources: `httpPort` is
 * `--http-port`, `POLYCAST_HTTP_PORT` and `httpPort` in the config file.
 */
export const fieldsSchema = z.object({
  httpPort: port.optional(),
  rtmpPort: port.optional(),
  rtmpsPort: port.optional(),
  srtPorts: portRange.optional(),
  host: host.optional(),
  publicHost: host.optional(),
  publicUrl: origin.optional(),
  dataDir: path.optional(),
  apiKey: z.string().regex(apiKeyPattern).optional(),
  secretKey: z.string().refine(isSecretKeyText).optional(),
  allowPrivateTargets: flag.optional(),
  logLevel: z.enum(logLevels).optional(),
  provider: instanceNameSchema.optional(),
  rtmpsCert: path.optional(),
  rtmpsKey: path.optional(),
  eventRetentionDays: days(1, 3650).optional(),
  inboxRetentionDays: days(2, 3650).optional(),
  role: z.enum(roles).optional(),
  databaseUrl: databaseUrl.optional(),
  drift: z.enum(driftPolicies).optional(),
  metricsPublic: flag.optional(),
  metricsTargets: count.optional(),
  rateLimit: rate.optional(),
  drainSeconds: seconds.optional(),
});

/** What may be written for each setting. */
export type SettingsInput = z.input<typeof fieldsSchema>;
/** What is understood of it. */
export type FieldValues = z.output<typeof fieldsSchema>;
export type FieldName = keyof FieldValues;

export const fieldNames: readonly FieldName[] = fieldsSchema.keyof().options;

/** What a fault says, because a schema's own words would repeat the value or speak of types. */
export const expectations: Record<FieldName, string> = {
  httpPort: "must be a port from 0 to 65535",
  rtmpPort: "must be a port from 0 to 65535",
  rtmpsPort: "must be a port from 0 to 65535",
  srtPorts: "must be a range of ports from 1 to 65535, like 8890-8990",
  host: "must be an IP address or a host name, like 127.0.0.1 or 0.0.0.0",
  publicHost: "must be the host name or the IP address that encoders use, without a port",
  publicUrl: "must be an http or https URL of a host alone, like https://live.example.com",
  dataDir: "must be the path of a directory",
  apiKey: "must be 8 to 256 characters without spaces, better 32 random ones or more",
  secretKey: "must be 32 bytes as base64 or as 64 hexadecimal digits, e.g. from `openssl rand -base64 32`",
  allowPrivateTargets: "must be true or false",
  logLevel: `must be one of ${logLevels.join(", ")}`,
  provider: "must be the name of a provider instance, like selfhost or mux-us",
  rtmpsCert: "must be the path of a PEM file",
  rtmpsKey: "must be the path of a PEM file",
  eventRetentionDays: "must be a number of days from 1 to 3650",
  inboxRetentionDays: "must be a number of days from 2 to 3650",
  role: `must be one of ${roles.join(", ")}`,
  databaseUrl: "must be the URL of a PostgreSQL database, like postgres://polycast@db.example.com/polycast",
  drift: `must be one of ${driftPolicies.join(", ")}`,
  metricsPublic: "must be true or false",
  metricsTargets: `must be a number of targets from 0 to ${MAX_METRICS_TARGETS}`,
  drainSeconds: `must be a whole number of seconds from 0 to ${MAX_DRAIN_SECONDS}`,
  rateLimit: `must be a whole number of requests per second from 0, which is no limit, to ${MAX_RATE}`,
};

/** Credentials are not taken from the command line, which every process on the machine can read. */
export type FlagName = Exclude<FieldName, "apiKey" | "secretKey" | "databaseUrl">;

/** `httpPort` → `--http-port` */
export function flagOf(name: FieldName): string {
  return `--${words(name).join("-")}`;
}

/** `httpPort` → `POLYCAST_HTTP_PORT` */
export function variableOf(name: FieldName): string {
  return `POLYCAST_${words(name).join("_").toUpperCase()}`;
}

/** Variables that hosting platforms set by a name of their own; ours goes before. */
const usualVariables: Partial<Record<FieldName, string>> = { databaseUrl: "DATABASE_URL" };

/** The variable that a setting is taken from: ours, else a usual one if that is set. An empty one counts as not set. */
export function foundVariable(name: FieldName, env: Readonly<Record<string, string | undefined>>): string {
  const ours = variableOf(name);
  const usual = usualVariables[name];
  return usual !== undefined && !env[ours] && env[usual] ? usual : ours;
}

function words(name: FieldName): string[] {
  return name.split(/(?=[A-Z])/u).map((word) => word.toLowerCase());
}
