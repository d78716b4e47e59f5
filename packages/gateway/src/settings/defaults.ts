import { join } from "node:path";
import { Secret } from "@polycast/core/provider";
import type { FieldValues } from "./fields.ts";
import type { RateLimit, Settings } from "./settings.ts";

export const DEFAULT_PROVIDER = "selfhost";
const DEFAULT_RATE = 50;
/** After a pause a key may make this many seconds' requests at once. */
const BURST_SECONDS = 2;

/** Addresses that mean all of the machine's own. */
const wildcards: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/** What goes into ingest URLs where nothing else is said: an address that means all of them is not one to dial. */
export function publicHostOf(host: string): string {
  return wildcards.has(host) ? "127.0.0.1" : host;
}

/** Complete settings from those that were written down; `cwd` is where the data directory stands by default. */
export function withDefaults(values: FieldValues, cwd: string): Settings {
  const { apiKey, secretKey, databaseUrl, rtmpsCert, rtmpsKey, publicUrl } = values;
  const host = values.host ?? "127.0.0.1";
  const rateLimit = toRateLimit(values.rateLimit ?? DEFAULT_RATE);
  return {
    httpPort: values.httpPort ?? 8787,
    rtmpPort: values.rtmpPort ?? 1935,
    rtmpsPort: values.rtmpsPort ?? 1936,
    srtPorts: values.srtPorts ?? { first: 8890, last: 8990 },
    host,
    publicHost: values.publicHost ?? publicHostOf(host),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    dataDir: values.dataDir ?? join(cwd, ".polycast"),
    allowPrivateTargets: values.allowPrivateTargets ?? false,
    logLevel: values.logLevel ?? "info",
    provider: values.provider ?? DEFAULT_PROVIDER,
    eventRetentionDays: values.eventRetentionDays ?? 30,
    inboxRetentionDays: values.inboxRetentionDays ?? 7,
    role: values.role ?? "all",
    drift: values.drift ?? "show",
    metricsPublic: values.metricsPublic ?? false,
    metricsTargets: values.metricsTargets ?? 0,
    ...(rateLimit ? { rateLimit } : {}),
    ...(values.drainSeconds === undefined ? {} : { drainSeconds: values.drainSeconds }),
    ...(apiKey === undefined ? {} : { apiKey: new Secret(apiKey) }),
    ...(secretKey === undefined ? {} : { secretKey: new Secret(secretKey) }),
    ...(databaseUrl === undefined ? {} : { databaseUrl: new Secret(databaseUrl) }),
    ...(rtmpsCert === undefined || rtmpsKey === undefined ? {} : { rtmps: { certFile: rtmpsCert, keyFile: rtmpsKey } }),
  };
}

function toRateLimit(perSecond: number): RateLimit | undefined {
  return perSecond === 0 ? undefined : { perSecond, burst: perSecond * BURST_SECONDS };
}
