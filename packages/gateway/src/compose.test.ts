import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { composeGateway } from "./compose.ts";

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
