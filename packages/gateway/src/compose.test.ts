import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { composeGateway, providerTypes, readSetup } from "./compose.ts";
import { configSchema } from "./settings/config-schema.ts";
import { writeConfig } from "./settings/write-config.test.support.ts";

/** The names of a gateway's providers, the default one first. */
async function providersWith(env: Record<string, string>): Promise<string[]> {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("There is no network in this test.")));
  const cwd = mkdtempSync(join(tmpdir(), "polycast-compose-"));
  onTestFinished(() => {
    vi.unstubAllGlobals();
    rmSync(cwd, { recursive: true, force: true });
  });
  const ports = { POLYCAST_HTTP_PORT: "0", POLYCAST_RTMP_PORT: "0", POLYCAST_LOG_LEVEL: "fatal" };
  const { gateway } = await composeGateway({ env: { ...ports, ...env }, cwd });
  try {
    const providers = await gateway.control.providers.list();
    return providers.toSorted((a, b) => Number(b.default) - Number(a.default)).map(({ name }) => name);
  } finally {
    await gateway.close();
  }
}

const mux = { MUX_TOKEN_ID: "id", MUX_TOKEN_SECRET: "secret" };
const castr = { CASTR_TOKEN_ID: "id", CASTR_TOKEN_SECRET: "secret" };

test("without a config file there is the relay, and no provider whose credentials are not whole", async () => {
  expect(await providersWith({ MUX_TOKEN_ID: "id", LIVEPEER_API_KEY: " ", CASTR_TOKEN_SECRET: "secret" })).toEqual([
    "selfhost",
  ]);
});

test("credentials in the environment bring their providers, and one word makes one the default", async () => {
  const all = { ...mux, ...castr, LIVEPEER_API_KEY: "key" };
  expect(await providersWith(all)).toEqual(["selfhost", "mux", "livepeer", "castr"]);
  expect(await providersWith({ ...mux, POLYCAST_PROVIDER: "mux" })).toEqual(["mux", "selfhost"]);
});

test("a provider without credentials cannot be the default", async () => {
  await expect(providersWith({ ...mux, POLYCAST_PROVIDER: "castr" })).rejects.toMatchObject({
    code: "invalid_argument",
    issues: [{ path: "POLYCAST_PROVIDER" }],
  });
});

test("a JSON config describes instances of every provider, several of one too", async () => {
  const providers = {
    relay: { type: "selfhost", reconnectWindowMs: 5000 },
    "mux-us": { type: "mux", tokenId: { env: "MUX_US_ID" }, tokenSecret: { env: "MUX_US_SECRET" } },
    "mux-eu": { type: "mux", tokenId: "id", tokenSecret: { env: "MUX_EU_SECRET", default: "secret" } },
    studio: { type: "livepeer" },
    castr: { type: "castr" },
  };
  const cwd = writeConfig({ "polycast.config.json": { provider: "mux-us", providers } });
  const setup = await readSetup({ cwd, env: { MUX_US_ID: "id", MUX_US_SECRET: "secret" } });
  expect(Object.entries(setup.providers).map(([name, adapter]) => [name, adapter.name])).toEqual([
    ["relay", "selfhost"],
    ["mux-us", "mux"],
    ["mux-eu", "mux"],
    ["studio", "livepeer"],
    ["castr", "castr"],
  ]);
  expect(setup).toMatchObject({ settings: { provider: "mux-us" }, configFile: `${cwd}/polycast.config.json` });
});

test("a relay that a config file makes takes what it does not say itself from the gateway", async () => {
  const [own, file] = [
    { rtmpPort: 2940, publicHost: "live.example.com" },
    { rtmpPort: 2941, allowPrivateTargets: true },
  ];
  const selfhostModule = import.meta.resolve("@polycast/selfhost");
  const made = writeConfig({
    "polycast.config.ts": `
      import { selfhost } from ${JSON.stringify(selfhostModule)};
      export default { ...${JSON.stringify(file)}, providers: { selfhost: selfhost(${JSON.stringify(own)}) } };`,
  });
  const described = writeConfig({
    "polycast.config.json": { ...file, providers: { selfhost: { type: "selfhost", ...own } } },
  });
  const script = `
    const { readSetup } = await import(${JSON.stringify(new URL("compose.ts", import.meta.url).href)});
    const { settingsOf } = await import(${JSON.stringify(selfhostModule)});
    const database = { DATABASE_URL: "postgres://there.example.com/db", POLYCAST_SECRET_KEY: "ab".repeat(32) };
    for (const cwd of process.argv.slice(1)) {
      for (const env of [{}, database]) {
        const { providers, relays, unreadRelay } = await readSetup({ cwd, env, flags: { host: "127.0.0.2" } });
        const { port, ...settings } = settingsOf(providers.selfhost);
        console.log(JSON.stringify([settings, port !== undefined, relays?.settings ?? settings, unreadRelay ?? false]));
      }
    }`;
  const options = ["--conditions=@polycast/source", "--input-type=module", "--eval", script, made, described];
  const { stdout } = await promisify(execFile)(process.execPath, options);
  const settings = { ...file, ...own, host: "127.0.0.2" };
  const setUps = stdout.trim().split("\n");
  expect(setUps.map((line): unknown => JSON.parse(line))).toEqual(
    [made, described].flatMap(() => [
      [settings, false, settings, false],
      [settings, true, settings, false],
    ]),
  );
});

test("what a provider does not know is told by its place in the config", async () => {
  const providers = {
    selfhost: { type: "selfhost", rtmpPort: "planted" },
    relay: { type: "selfhost", port: 1935 },
    mux: { type: "mux", tokenID: "planted", region: "moon" },
    castr: { type: "castr", tokenId: { env: "NO_SUCH" } },
  };
  const cwd = writeConfig({ "polycast.config.json": { providers } });
  const error = await readSetup({ cwd, env: {} }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: "invalid_argument",
    issues: [
      { path: "providers.selfhost.rtmpPort" },
      { path: "providers.relay.port", message: expect.stringContaining("rtmpPort") },
      { path: "providers.mux.region" },
      { path: "providers.mux", message: expect.stringContaining("tokenID") },
      { path: "providers.castr.tokenId", message: expect.stringContaining("NO_SUCH") },
    ],
  });
  expect(JSON.stringify(error)).not.toContain("planted");
});

test("credentials that are not whole are told", async () => {
  const { incomplete, providers } = await readSetup({ cwd: writeConfig({}), env: { MUX_TOKEN_ID: "id" } });
  expect(incomplete).toEqual([{ name: "mux", missing: ["MUX_TOKEN_SECRET"] }]);
  expect(Object.keys(providers)).toEqual(["selfhost"]);
});

test("the committed schema of the config is that of the settings", () => {
  const committed: unknown = JSON.parse(
    readFileSync(new URL("../../../docs/polycast.schema.json", import.meta.url), "utf8"),
  );
  // Written anew by: node tools/run.mjs polycast init --schema > docs/polycast.schema.json && pnpm fix
  expect(committed).toEqual(configSchema(providerTypes));
});
