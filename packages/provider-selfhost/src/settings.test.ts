import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TEST_CERTIFICATE } from "./rtmp/testing/test-certificate.ts";
import { selfhost } from "./selfhost.ts";
import { resolveSettings } from "./settings.ts";

let directory = "";
let files = { cert: "", key: "" };
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "polycast-settings-"));
  files = { cert: join(directory, "cert.pem"), key: join(directory, "key.pem") };
  writeFileSync(files.cert, TEST_CERTIFICATE.cert);
  writeFileSync(files.key, TEST_CERTIFICATE.key);
});
afterAll(() => rmSync(directory, { recursive: true }));

const relayOf = (env: Record<string, string>) => resolveSettings({}, env).relay;
const faulty = (env: Record<string, string>) => () => resolveSettings({}, env);
const refusal = (text: string) =>
  expect.objectContaining({ code: "invalid_argument", message: expect.stringContaining(text) });

describe("without settings", () => {
  test("the defaults hold", () => {
    expect(resolveSettings({}, {})).toEqual({
      relay: { host: "127.0.0.1", rtmpPort: 1935, allowPrivateTargets: false, reconnectWindowMs: 60_000 },
      publicHost: "127.0.0.1",
    });
  });

  test("variables that are empty count as not set", () => {
    const names = [
      "HOST",
      "PUBLIC_HOST",
      "RTMP_PORT",
      "RTMPS_PORT",
      "RTMPS_CERT",
      "RTMPS_KEY",
      "ALLOW_PRIVATE_TARGETS",
    ];
    const env = Object.fromEntries(names.map((name) => [`POLYCAST_${name}`, " "]));
    expect(resolveSettings({}, env)).toEqual(resolveSettings({}, {}));
  });

  test("the environment says where to listen and what to allow", () => {
    const env = { POLYCAST_HOST: "0.0.0.0", POLYCAST_RTMP_PORT: "2935", POLYCAST_ALLOW_PRIVATE_TARGETS: "true" };
    expect(relayOf(env)).toMatchObject({ host: "0.0.0.0", rtmpPort: 2935, allowPrivateTargets: true });
    expect(relayOf({ POLYCAST_ALLOW_PRIVATE_TARGETS: "0" }).allowPrivateTargets).toBe(false);
  });

  test("the environment names the certificate's files", () => {
    const env = { POLYCAST_RTMPS_CERT: files.cert, POLYCAST_RTMPS_KEY: files.key };
    expect(relayOf(env).rtmps).toEqual({ port: 1936, ...TEST_CERTIFICATE });
    expect(relayOf({ ...env, POLYCAST_RTMPS_PORT: "443" }).rtmps?.port).toBe(443);
    expect(relayOf({ POLYCAST_RTMPS_PORT: "443" })).not.toHaveProperty("rtmps");
  });
});

test("settings come before the environment", () => {
  const env = {
    POLYCAST_HOST: "0.0.0.0",
    POLYCAST_PUBLIC_HOST: "env.example",
    POLYCAST_RTMP_PORT: "1",
    POLYCAST_RTMPS_PORT: "2",
    POLYCAST_RTMPS_CERT: "/nowhere",
    POLYCAST_ALLOW_PRIVATE_TARGETS: "true",
  };
  const given = {
    host: "::1",
    publicHost: "own.example",
    rtmpPort: 3,
    allowPrivateTargets: false,
    reconnectWindowMs: 0,
  };
  const rtmps = { port: 4, ...TEST_CERTIFICATE };
  expect(resolveSettings({ ...given, rtmps }, env)).toEqual({
    relay: { host: "::1", rtmpPort: 3, rtmps, allowPrivateTargets: false, reconnectWindowMs: 0 },
    publicHost: "own.example",
  });
});

describe("the host in ingest URLs", () => {
  test.each([
    ["0.0.0.0", "127.0.0.1"],
    ["::", "[::1]"],
    ["::1", "[::1]"],
    ["192.0.2.1", "192.0.2.1"],
    ["relay.example", "relay.example"],
  ])("of a relay that listens at %s is %s", (host, expected) => {
    expect(resolveSettings({ host }, {}).publicHost).toBe(expected);
  });

  test("is the one that is given, an IPv6 address in brackets", () => {
    expect(resolveSettings({}, { POLYCAST_PUBLIC_HOST: "live.example" }).publicHost).toBe("live.example");
    expect(resolveSettings({ publicHost: "2001:db8::1" }, {}).publicHost).toBe("[2001:db8::1]");
    expect(resolveSettings({ publicHost: "[2001:db8::1]" }, {}).publicHost).toBe("[2001:db8::1]");
  });
});

describe("a fault names its variable", () => {
  test.each([
    ["POLYCAST_RTMP_PORT", "http"],
    ["POLYCAST_RTMP_PORT", "65536"],
    ["POLYCAST_RTMP_PORT", "-1"],
    ["POLYCAST_RTMP_PORT", "0x50"],
    ["POLYCAST_RTMP_PORT", "1935.5"],
    ["POLYCAST_ALLOW_PRIVATE_TARGETS", "maybe"],
  ])("%s=%s", (name, value) => {
    expect(() => resolveSettings({}, { [name]: value })).toThrow(refusal(name));
  });

  test("of the certificate", () => {
    const both = { POLYCAST_RTMPS_CERT: files.cert, POLYCAST_RTMPS_KEY: files.key };
    expect(faulty({ POLYCAST_RTMPS_CERT: files.cert })).toThrow(refusal("POLYCAST_RTMPS_KEY is missing"));
    expect(faulty({ POLYCAST_RTMPS_KEY: files.key })).toThrow(refusal("POLYCAST_RTMPS_CERT is missing"));
    expect(faulty({ ...both, POLYCAST_RTMPS_CERT: join(directory, "none") })).toThrow(
      refusal("POLYCAST_RTMPS_CERT: the file cannot be read (ENOENT)"),
    );
    expect(faulty({ ...both, POLYCAST_RTMPS_PORT: "x" })).toThrow(refusal("POLYCAST_RTMPS_PORT"));
    expect(faulty({ ...both, POLYCAST_RTMPS_CERT: files.key })).toThrow(
      refusal("POLYCAST_RTMPS_CERT and POLYCAST_RTMPS_KEY"),
    );
  });

  test("or its setting, and never shows the private key", () => {
    const { key } = TEST_CERTIFICATE;
    const secret = key.split("\n")[1] ?? "";
    expect(() => resolveSettings({ rtmps: { cert: "nonsense", key } }, {})).toThrow(refusal("settings.rtmps"));
    for (const settings of [
      { rtmps: { cert: 7, key } },
      { rtmpPort: "1935" },
      { rtmpport: 1935 },
      { reconnectWindowMs: -1 },
    ]) {
      const make = () => selfhost(settings as never);
      expect(make).toThrow(refusal("settings of selfhost()"));
      expect(make).not.toThrow(secret);
    }
  });
});
