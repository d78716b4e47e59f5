import { expect, onTestFinished, test, vi } from "vitest";
import { writeConfig } from "../../settings/write-config.test.support.ts";
import { run } from "../stand-in.test.support.ts";

const path = process.env["PATH"];

/** Runs `check` in a directory with these files; a call over the network would fail the test. */
async function check(files: Record<string, unknown>, env: Record<string, string> = {}, ...words: string[]) {
  // A call that was taken back before it leaves is none.
  const sent: string[] = [];
  vi.stubGlobal("fetch", async (input: Request | string | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    if (!request.signal.aborted) sent.push(request.url);
    throw new TypeError("There is no network here.");
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  const cwd = writeConfig(files);
  const ran = await run(["check", ...words], { cwd, env: { PATH: path, ...env } });
  expect(sent).toEqual([]);
  return { ...ran, cwd };
}

test("all is well without a config file", async () => {
  const { code, out, err, cwd } = await check({});
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("✓ settings");
  expect(out).toContain("role all, HTTP at 127.0.0.1:8787, new streams at selfhost");
  expect(out).toContain(`${cwd}/.polycast`);
  expect(out).toMatch(/✓ provider selfhost +selfhost, by @polycast\/selfhost/u);
  expect(out).toMatch(/✓ FFmpeg +\S/u);
  expect(out).toContain("polycast doctor");
});

test("credentials that an instance lacks are told by their variables, and nobody is called", async () => {
  const providers = {
    selfhost: { type: "selfhost" },
    mux: { type: "mux" },
    "mux-us": { type: "mux", tokenId: { env: "MUX_US_ID" }, tokenSecret: { env: "MUX_US_SECRET" } },
    livepeer: { type: "livepeer" },
    castr: { type: "castr", tokenId: "id" },
  };
  for (const name of ["MUX_TOKEN_ID", "MUX_TOKEN_SECRET", "LIVEPEER_API_KEY", "CASTR_TOKEN_SECRET"])
    vi.stubEnv(name, "");
  onTestFinished(() => void vi.unstubAllEnvs());
  const { code, out } = await check(
    { "polycast.config.json": { providers } },
    { MUX_US_ID: "planted-id", MUX_US_SECRET: "planted-secret" },
  );
  expect(code).toBe(1);
  expect(out).toMatch(/✗ provider mux +.*MUX_TOKEN_ID, MUX_TOKEN_SECRET/u);
  expect(out).toContain("→ Set MUX_TOKEN_ID and MUX_TOKEN_SECRET");
  expect(out).toMatch(/✓ provider mux-us/u);
  expect(out).toMatch(/✗ provider livepeer +.*LIVEPEER_API_KEY/u);
  expect(out).toMatch(/✗ provider castr +.*CASTR_TOKEN_SECRET/u);
  expect(out).not.toContain("planted");
});

test("every fault of the settings is a line of its own", async () => {
  const { code, out } = await check(
    { "polycast.config.json": { httpPort: 99_999, colour: "blue" } },
    { DATABASE_URL: "postgres://polycast:planted@127.0.0.1/polycast" },
  );
  expect(code).toBe(1);
  expect(out).toMatch(/✗ colour +is not a setting/u);
  expect(out).toMatch(/✗ httpPort +must be a port/u);
  expect(out).toMatch(/✗ POLYCAST_SECRET_KEY +is not set/u);
  expect(out).not.toContain("planted");
});

test("a config file that throws is told with its next step", async () => {
  const content = `export default (() => { throw new Error("no such thing"); })();`;
  const { code, out } = await check({ "polycast.config.mjs": content });
  expect([code, out.includes("no such thing"), out.includes("→ Mend the config file")]).toEqual([1, true, true]);
});

test("what is only worth knowing does not fail", async () => {
  const { code, out } = await check({}, { PATH: "/nowhere", MUX_TOKEN_ID: "id", POLYCAST_API_KEY: "too-short" });
  expect(code).toBe(0);
  expect(out).toMatch(/! FFmpeg +is not in the PATH/u);
  expect(out).toMatch(/! mux +is not there: of its credentials MUX_TOKEN_SECRET is missing/u);
  expect(out).toMatch(/! POLYCAST_API_KEY +is short enough to be guessed/u);
});

test("--json answers with the findings", async () => {
  const { code, out } = await check({}, {}, "--json", "--role", "both");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ ok: false, findings: [{ level: "wrong", what: "--role" }, {}] });
});

test("an adapter of another contract is told", async () => {
  const adapter = `{ specVersion: 9, name: "acme", packageName: "acme-provider", streams: {} }`;
  const content = `export default { provider: "acme", providers: { acme: ${adapter} } };`;
  const { code, out } = await check({ "polycast.config.mjs": content });
  expect(code).toBe(1);
  expect(out).toMatch(/✗ provider acme +acme-provider speaks contract version 9/u);
});

test("--connect tells whether the database can be used, without its password", async () => {
  const env = {
    POLYCAST_SECRET_KEY: Buffer.alloc(32, 7).toString("base64"),
    DATABASE_URL: "postgres://polycast:planted-password@127.0.0.1:1/polycast",
  };
  expect(await check({}, env)).toMatchObject({ code: 0 });
  const { code, out } = await check({}, env, "--connect");
  expect(code).toBe(1);
  expect(out).toMatch(/✗ database +cannot be used: .*ECONNREFUSED/u);
  expect(out).not.toContain("planted");
});
