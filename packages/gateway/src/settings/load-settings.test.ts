import { inspect } from "node:util";
import type { Issue, MultistreamError } from "@polycast/core";
import { isMultistreamError } from "@polycast/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldNames, flagOf, variableOf } from "./fields.ts";
import { type LoadedSettings, type LoadOptions, loadSettings } from "./load-settings.ts";
import { writeConfig } from "./write-config.test.support.ts";

const emptyDirectory = (): string => writeConfig({});

const load = (options: Partial<LoadOptions>): Promise<LoadedSettings> =>
  loadSettings({ env: {}, cwd: emptyDirectory(), ...options });

/** The faults of settings that cannot be used. */
async function faultsOf(options: Partial<LoadOptions>): Promise<Issue[]> {
  return (await errorOf(options)).issues ?? [];
}

async function errorOf(options: Partial<LoadOptions>): Promise<MultistreamError> {
  const error = await load(options).then(
    () => new Error("The settings were taken."),
    (error: unknown) => error,
  );
  if (isMultistreamError(error, "invalid_argument")) return error;
  throw error;
}

describe("settings", () => {
  it("have defaults", async () => {
    const { settings, providers, configFile } = await load({ cwd: "/srv/nowhere" });
    expect(settings).toStrictEqual({
      httpPort: 8787,
      rtmpPort: 1935,
      rtmpsPort: 1936,
      srtPorts: { first: 8890, last: 8990 },
      host: "127.0.0.1",
      publicHost: "127.0.0.1",
      dataDir: "/srv/nowhere/.polycast",
      allowPrivateTargets: false,
      logLevel: "info",
      provider: "selfhost",
      eventRetentionDays: 30,
      inboxRetentionDays: 7,
      role: "all",
      drift: "show",
      metricsPublic: false,
      metricsTargets: 0,
      rateLimit: { perSecond: 50, burst: 100 },
    });
    expect([providers, configFile]).toEqual([undefined, undefined]);
  });

  it("come from every variable", async () => {
    const apiKey = `pcsk_${"a".repeat(43)}`;
    const secretKey = Buffer.alloc(32, 7).toString("base64");
    const cwd = writeConfig({
      "cert.pem": "certificate",
      "key.pem": "key",
      "polycast.config.mjs": "export default { providers: { 'mux-us': { specVersion: 1, streams: {} } } };",
    });
    const { settings } = await load({
      cwd,
      env: {
        POLYCAST_HTTP_PORT: "0",
        POLYCAST_RTMP_PORT: "11935",
        POLYCAST_RTMPS_PORT: "65535",
        POLYCAST_SRT_PORTS: "9000-9010",
        POLYCAST_HOST: "0.0.0.0",
        POLYCAST_PUBLIC_HOST: "live.example.com",
        POLYCAST_PUBLIC_URL: "https://Live.example.com:8443/",
        POLYCAST_DATA_DIR: "data",
        POLYCAST_API_KEY: apiKey,
        POLYCAST_SECRET_KEY: secretKey,
        POLYCAST_ALLOW_PRIVATE_TARGETS: "yes",
        POLYCAST_LOG_LEVEL: "debug",
        POLYCAST_PROVIDER: "mux-us",
        POLYCAST_RTMPS_CERT: `${cwd}/cert.pem`,
        POLYCAST_RTMPS_KEY: "key.pem",
        POLYCAST_EVENT_RETENTION_DAYS: "3650",
        POLYCAST_INBOX_RETENTION_DAYS: "2",
        POLYCAST_ROLE: "relay",
        POLYCAST_DATABASE_URL: "postgres://polycast:planted-password@db.example.com/polycast",
        DATABASE_URL: "mysql://not-looked-at",
        POLYCAST_DRIFT: "enforce",
        POLYCAST_METRICS_PUBLIC: "true",
        POLYCAST_METRICS_TARGETS: "10000",
        POLYCAST_RATE_LIMIT: "0",
        POLYCAST_DRAIN_SECONDS: "90",
      },
    });
    const { apiKey: sealedApiKey, secretKey: sealedSecretKey, databaseUrl, ...plain } = settings;
    expect(plain).toStrictEqual({
      httpPort: 0,
      rtmpPort: 11_935,
      rtmpsPort: 65_535,
      srtPorts: { first: 9000, last: 9010 },
      host: "0.0.0.0",
      publicHost: "live.example.com",
      publicUrl: "https://live.example.com:8443",
      dataDir: `${cwd}/data`,
      allowPrivateTargets: true,
      logLevel: "debug",
      provider: "mux-us",
      rtmps: { certFile: `${cwd}/cert.pem`, keyFile: `${cwd}/key.pem` },
      eventRetentionDays: 3650,
      inboxRetentionDays: 2,
      role: "relay",
      drift: "enforce",
      metricsPublic: true,
      metricsTargets: 10_000,
      drainSeconds: 90,
    });
    expect(databaseUrl?.reveal()).toContain("@db.example.com/");
    expect(sealedApiKey?.reveal()).toBe(apiKey);
    expect(sealedSecretKey?.reveal()).toBe(secretKey);
    expect(inspect(settings) + JSON.stringify(settings)).not.toMatch(/aaaa|Bwc|planted/u);
  });

  it("take a database from the variable that hosting platforms set", async () => {
    const secretKey = Buffer.alloc(32, 7).toString("base64");
    const DATABASE_URL = "postgresql:///polycast?host=/run/postgresql";
    const { settings } = await load({
      env: { DATABASE_URL, POLYCAST_DATABASE_URL: "", POLYCAST_SECRET_KEY: secretKey },
    });
    expect(settings.databaseUrl?.reveal()).toBe(DATABASE_URL);
  });

  it("go by flag, then variable, then config file", async () => {
    const cwd = writeConfig({ "polycast.config.json": { httpPort: 1, rtmpPort: 1, rtmpsPort: 1, dataDir: "here" } });
    const { settings } = await load({
      cwd,
      flags: { httpPort: "3" },
      env: { POLYCAST_HTTP_PORT: "2", POLYCAST_RTMP_PORT: "2", POLYCAST_RTMPS_PORT: "" },
    });
    expect(settings).toMatchObject({ httpPort: 3, rtmpPort: 2, rtmpsPort: 1, dataDir: `${cwd}/here` });
  });

  it.each([
    ["0.0.0.0", "127.0.0.1"],
    ["::", "127.0.0.1"],
    ["10.0.0.7", "10.0.0.7"],
    ["relay.local", "relay.local"],
  ])("name the host %s in ingest URLs as %s", async (host, publicHost) => {
    expect((await load({ flags: { host } })).settings.publicHost).toBe(publicHost);
  });

  it("take one port for a range", async () => {
    expect((await load({ flags: { srtPorts: "9000" } })).settings.srtPorts).toEqual({ first: 9000, last: 9000 });
  });
});

describe("faults", () => {
  it("are told all at once, each by the name that it came under", async () => {
    const cwd = writeConfig({ "polycast.config.json": { logLevel: "loud", colour: "blue" } });
    const faults = await faultsOf({
      cwd,
      flags: { httpPort: "65536", rtmpsCert: "cert.pem" },
      env: { POLYCAST_SRT_PORTS: "9-8", POLYCAST_ALLOW_PRIVATE_TARGETS: "perhaps" },
    });
    expect(faults).toEqual([
      { path: "colour", message: "is not a setting" },
      { path: "--http-port", message: "must be a port from 0 to 65535" },
      { path: "POLYCAST_SRT_PORTS", message: "must be a range of ports from 1 to 65535, like 8890-8990" },
      { path: "POLYCAST_ALLOW_PRIVATE_TARGETS", message: "must be true or false" },
      { path: "logLevel", message: "must be one of fatal, error, warn, info, debug, trace" },
      { path: "--rtmps-cert", message: "names a file that cannot be read" },
      { path: "--rtmps-cert", message: "needs POLYCAST_RTMPS_KEY too: RTMPS takes a certificate and its key" },
    ]);
  });

  it("tell what processes that share a database need", async () => {
    const secretKey = { path: "POLYCAST_SECRET_KEY", message: expect.stringContaining("openssl rand -base64 32") };
    expect(await faultsOf({ env: { DATABASE_URL: "postgres://127.0.0.1/polycast" } })).toEqual([secretKey]);
    expect(await faultsOf({ flags: { role: "relay" } })).toEqual([
      { path: "--role", message: expect.stringContaining("POLYCAST_DATABASE_URL") },
    ]);
  });

  it("name the variable that a database came from, without its password", async () => {
    const DATABASE_URL = "mysql://polycast:planted@127.0.0.1/polycast";
    const faults = await faultsOf({ env: { DATABASE_URL } });
    expect(faults[0]).toEqual({ path: "DATABASE_URL", message: expect.stringContaining("PostgreSQL") });
    expect(JSON.stringify(faults)).not.toContain("planted");
    expect(await faultsOf({ env: { DATABASE_URL, POLYCAST_DATABASE_URL: "nonsense" } })).toMatchObject([
      { path: "POLYCAST_DATABASE_URL" },
      {},
    ]);
  });

  it.each([
    ["role", "both"],
    ["drift", "ignore"],
    ["rateLimit", "-1"],
    ["rateLimit", "2.5"],
    ["rateLimit", "100001"],
    ["drainSeconds", "86401"],
    ["httpPort", "-1"],
    ["httpPort", "80.5"],
    ["httpPort", " 80"],
    ["httpPort", "0x50"],
    ["rtmpPort", "http"],
    ["srtPorts", "0-10"],
    ["srtPorts", "1-70000"],
    ["host", "two words"],
    ["publicHost", "https://live.example.com"],
    ["publicHost", "live.example.com:1935"],
    ["publicUrl", "live.example.com"],
    ["publicUrl", "ftp://live.example.com"],
    ["publicUrl", "https://live.example.com/polycast"],
    ["publicUrl", "https://live.example.com/?a=b"],
    ["publicUrl", "https://user:password@live.example.com"],
    ["publicUrl", "https://live.example.com/#top"],
    ["eventRetentionDays", "0"],
    ["eventRetentionDays", "3651"],
    ["inboxRetentionDays", "1"],
    ["inboxRetentionDays", "2.5"],
    ["provider", "My Provider"],
    ["logLevel", "INFO "],
  ] as const)("include %s = %j", async (field, value) => {
    expect(await faultsOf({ flags: { [field]: value } })).toMatchObject([{ path: flagOf(field) }]);
  });

  it("never repeat a value, and stand in the message too", async () => {
    const text = fc.stringMatching(/^[a-z]{12,30}$/u);
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-z]{6} [a-z]{6,20}$/u), text, async (apiKey, secretKey) => {
        const error = await errorOf({
          cwd: "/srv/nowhere",
          env: { POLYCAST_API_KEY: apiKey, POLYCAST_SECRET_KEY: secretKey },
        });
        const shown = `${error.message} ${JSON.stringify(error)} ${inspect(error)}`;
        expect(shown).not.toContain(apiKey);
        expect(shown).not.toContain(secretKey);
        expect(error.message).toContain("POLYCAST_API_KEY must be 8 to 256");
        expect(error.message).toContain("POLYCAST_SECRET_KEY must be 32 bytes");
      }),
      { numRuns: 30 },
    );
  });

  it("name the place that a provider came from, and the providers that are there", async () => {
    const known = expect.stringContaining("selfhost");
    expect(await faultsOf({ env: { POLYCAST_PROVIDER: "mux" } })).toEqual([
      { path: "POLYCAST_PROVIDER", message: known },
    ]);
    expect(await faultsOf({ flags: { provider: "mux" } })).toEqual([{ path: "--provider", message: known }]);
    const cwd = writeConfig({ "polycast.config.json": { provider: "mux" } });
    expect(await faultsOf({ cwd })).toEqual([{ path: "provider", message: known }]);
  });

  it("say which providers are there without a config file", async () => {
    const builtIn = ["selfhost", "mux"];
    expect((await load({ builtIn, env: { POLYCAST_PROVIDER: "mux" } })).settings.provider).toBe("mux");
    expect(await faultsOf({ builtIn, env: { POLYCAST_PROVIDER: "castr" } })).toEqual([
      { path: "POLYCAST_PROVIDER", message: expect.stringContaining("one of selfhost, mux:") },
    ]);
  });

  it("are not looked for in what is overruled", async () => {
    const { settings } = await load({ flags: { httpPort: "1" }, env: { POLYCAST_HTTP_PORT: "nonsense" } });
    expect(settings.httpPort).toBe(1);
  });
});

describe("names", () => {
  it("are alike in all sources", () => {
    expect(flagOf("allowPrivateTargets")).toBe("--allow-private-targets");
    expect(fieldNames.map(variableOf)).toEqual([
      "POLYCAST_HTTP_PORT",
      "POLYCAST_RTMP_PORT",
      "POLYCAST_RTMPS_PORT",
      "POLYCAST_SRT_PORTS",
      "POLYCAST_HOST",
      "POLYCAST_PUBLIC_HOST",
      "POLYCAST_PUBLIC_URL",
      "POLYCAST_DATA_DIR",
      "POLYCAST_API_KEY",
      "POLYCAST_SECRET_KEY",
      "POLYCAST_ALLOW_PRIVATE_TARGETS",
      "POLYCAST_LOG_LEVEL",
      "POLYCAST_PROVIDER",
      "POLYCAST_RTMPS_CERT",
      "POLYCAST_RTMPS_KEY",
      "POLYCAST_EVENT_RETENTION_DAYS",
      "POLYCAST_INBOX_RETENTION_DAYS",
      "POLYCAST_ROLE",
      "POLYCAST_DATABASE_URL",
      "POLYCAST_DRIFT",
      "POLYCAST_METRICS_PUBLIC",
      "POLYCAST_METRICS_TARGETS",
      "POLYCAST_RATE_LIMIT",
      "POLYCAST_DRAIN_SECONDS",
    ]);
  });
});
