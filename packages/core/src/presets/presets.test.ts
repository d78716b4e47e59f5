import { describe, expect, test } from "vitest";
import { readServerAddress } from "../destination/server-address.ts";
import { platformsWithoutServer } from "./platforms-without-server.ts";
import { presetNames } from "./preset-name.ts";
import { presets } from "./presets.ts";

describe.each(presetNames)("%s", (name) => {
  const preset = presets[name];

  test("bears its own name, a source and a date", () => {
    expect(preset.name).toBe(name);
    expect(preset.source).not.toBe("");
    expect(preset.verifiedAt).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  test("has servers with an application, an encrypted one first where TLS is required", () => {
    for (const server of preset.servers) {
      const address = readServerAddress(server.url);
      expect(address).toMatchObject({
        protocol: expect.stringMatching(/^rtmps?$/),
        rest: expect.stringMatching(/^\/[^/]/),
      });
      expect(server.url.endsWith("/")).toBe(false);
    }
    const schemes = preset.servers.map((server) => server.url.split(":")[0]);
    expect(preset.rtmpsRequired === true && schemes.includes("rtmp")).toBe(false);
  });

  test("takes RTMPS on one port, that of the server that is dialled by default", () => {
    const tlsServers = preset.servers.filter((server) => server.url.startsWith("rtmps:"));
    const ports = tlsServers.map(({ url }) => {
      const address = readServerAddress(url);
      return "fault" in address ? undefined : (address.port ?? 443);
    });
    expect(new Set(ports).size).toBeLessThanOrEqual(1);
    expect(tlsServers.length === 0 || preset.servers[0].url.startsWith("rtmps:")).toBe(true);
  });

  test("a backup names a server that exists", () => {
    const known = Object.values(presets).flatMap((other) => other.servers.map((server) => server.url));
    const primaries = preset.servers.flatMap((server) => (server.backupOf === undefined ? [] : [server.backupOf]));
    for (const url of primaries) expect(known).toContain(url);
  });

  test("takes at least H.264 and AAC, and its key pattern is a regular expression", () => {
    expect(preset.codecs.video).toContain("h264");
    expect(preset.codecs.audio).toContain("aac");
    expect(() => new RegExp(preset.streamKeyPattern ?? "", "u")).not.toThrow();
  });

  test("has hosts in lower case, and recommends no longer keyframe interval than it takes", () => {
    for (const suffix of preset.hostSuffixes) expect(suffix).toMatch(/^\.?[a-z0-9-]+(\.[a-z0-9-]+)+$/);
    const { recommended = 0, max = Number.POSITIVE_INFINITY } = preset.keyframeInterval;
    expect(recommended).toBeLessThanOrEqual(max);
  });
});

test("no two presets claim the same host", () => {
  const suffixes = Object.values(presets).flatMap((preset) => preset.hostSuffixes);
  expect(new Set(suffixes).size).toBe(suffixes.length);
});

test("a platform without a server is no preset and says why", () => {
  for (const platform of platformsWithoutServer) {
    expect(Object.keys(presets)).not.toContain(platform.name);
    expect(platform.why).not.toBe("");
  }
});
