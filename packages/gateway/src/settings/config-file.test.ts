import { execFile } from "node:child_process";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { configNames } from "./config-file.ts";
import { env } from "./env.ts";
import { type Flags, type LoadedSettings, loadSettings } from "./load-settings.ts";
import { writeConfig } from "./write-config.test.support.ts";

const load = (cwd: string, flags: Flags = {}): Promise<LoadedSettings> => loadSettings({ cwd, flags, env: {} });
const adapter = `{ specVersion: 1, name: "selfhost", packageName: "x", streams: {}, targets: {} }`;

describe("the config file", () => {
  it.each(["polycast.config.ts", "polycast.config.mts", "polycast.config.mjs"])("is found as %s", async (name) => {
    const cwd = writeConfig({
      [name]: `export default { httpPort: 1234, providers: { own: ${adapter} }, provider: "own" };`,
    });
    const loaded = await load(cwd);
    expect(loaded.settings).toMatchObject({ httpPort: 1234, provider: "own" });
    expect(loaded.providers?.["own"]?.name).toBe("selfhost");
    expect(basename(loaded.configFile ?? "")).toBe(name);
  });

  it("may be JSON, with the schema that editors complete it by", async () => {
    const cwd = writeConfig({ "polycast.config.json": { $schema: "./schema.json", host: "0.0.0.0" } });
    expect((await load(cwd)).settings.host).toBe("0.0.0.0");
  });

  it("may be named, and relative paths in it start from its directory", async () => {
    const cwd = writeConfig({ "other.json": { dataDir: "data" } });
    const { settings, configFile } = await load("/srv/nowhere", { config: `${cwd}/other.json` });
    expect(settings.dataDir).toBe(`${cwd}/data`);
    expect(configFile).toBe(`${cwd}/other.json`);
  });

  it("is refused when the named one is missing, or when there are two", async () => {
    await expect(load("/srv/nowhere", { config: "other.json" })).rejects.toMatchObject({
      code: "invalid_argument",
      issues: [{ path: "--config", message: "names /srv/nowhere/other.json, which is not there" }],
    });
    const [first = "", second = ""] = configNames;
    const two = writeConfig({ [first]: "export default {};", [second]: "export default {};" });
    await expect(load(two)).rejects.toMatchObject({
      issues: [{ path: first, message: expect.stringContaining(second) }],
    });
  });

  it.each([
    ["export const settings = {};", "default export"],
    ["export default 3;", "must hold an object"],
    ["export default { providers: {} };", "at least one provider"],
    ["export default { providers: { selfhost: () => ({}) } };", "factory"],
    [`export default { providers: { "My Relay": ${adapter} } };`, "lower-case"],
    [`export default { providers: { own: ${adapter} } };`, "provider is not set, and there is no selfhost"],
    [`export default { providers: { own: ${adapter} }, provider: "mux" };`, "one of the config file's providers: own"],
    ["export default { htpPort: 1 };", "is not a setting"],
  ])("is refused when it is %s", async (content, message) => {
    await expect(load(writeConfig({ "polycast.config.mjs": content }))).rejects.toMatchObject({
      code: "invalid_argument",
      message: expect.stringContaining(message),
    });
  });

  it("names itself and the fault when it throws, without the credentials in the message", async () => {
    const cwd = writeConfig({
      "polycast.config.mjs": `throw new Error("cannot reach rtmp://live.example.net/app/live_secret_key");`,
    });
    const error = await load(cwd).catch((error: unknown) => error);
    expect(error).toMatchObject({
      code: "invalid_argument",
      message: expect.stringContaining("polycast.config.mjs: cannot"),
    });
    expect(JSON.stringify(error)).not.toContain("live_secret_key");
  });

  it("names the place of a fault in JSON, and quotes nothing", async () => {
    const cwd = writeConfig({ "polycast.config.json": `{\n  "apiKey": "pcsk_secret_of_mine" oops\n}` });
    const error = await load(cwd).catch((error: unknown) => error);
    expect(error).toMatchObject({
      issues: [{ path: "polycast.config.json", message: "is not valid JSON at line 2 column 35" }],
    });
    expect(JSON.stringify(error)).not.toContain("secret_of_mine");
  });

  it("runs on Node alone: types are stripped, and what cannot be stripped is refused by name", async () => {
    const good = writeConfig({
      "polycast.config.ts": "const port: number = 4321;\nexport default { httpPort: port };",
    });
    const bad = writeConfig({
      "polycast.config.ts": "enum Port { Http = 4321 }\nexport default { httpPort: Port.Http };",
    });
    const module = JSON.stringify(fileURLToPath(new URL("load-settings.ts", import.meta.url)));
    const script = `
      const { loadSettings } = await import(${module});
      for (const cwd of process.argv.slice(1)) {
        await loadSettings({ cwd, env: {} }).then(
          ({ settings }) => console.log(settings.httpPort),
          (error) => console.log(error.code, error.message),
        );
      }`;
    const options = ["--conditions=@polycast/source", "--input-type=module", "--eval", script, good, bad];
    const { stdout } = await promisify(execFile)(process.execPath, options);
    expect(stdout).toMatch(/^4321\ninvalid_argument .*polycast\.config\.ts: .*enum/su);
  });
});

describe("env", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("reads a variable, or takes the fallback", () => {
    vi.stubEnv("MUX_US_ID", "abc");
    vi.stubEnv("MUX_US_EMPTY", "");
    expect(env("MUX_US_ID")).toBe("abc");
    expect(env("MUX_US_EMPTY", "fallback")).toBe("fallback");
    expect(env("MUX_US_NONE", "")).toBe("");
  });

  it("says which variable is missing", () => {
    expect(() => env("MUX_US_NONE")).toThrow(
      expect.objectContaining({
        code: "invalid_argument",
        message: "The environment variable MUX_US_NONE is not set.",
        issues: [{ path: "MUX_US_NONE", message: "is not set" }],
      }),
    );
  });

  it("says so through the config file too", async () => {
    const module = new URL("env.ts", import.meta.url).href;
    const content = `import { env } from ${JSON.stringify(module)};\nexport default { apiKey: env("MUX_US_NONE") };`;
    await expect(load(writeConfig({ "polycast.config.mjs": content }))).rejects.toMatchObject({
      message: expect.stringMatching(/polycast\.config\.mjs: The environment variable MUX_US_NONE is not set\./u),
      issues: [{ path: "MUX_US_NONE", message: "is not set" }],
    });
  });
});
