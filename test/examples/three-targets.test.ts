import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { castrSimulator, livepeerSimulator, muxSimulator, type Simulator } from "@polycast/simulators";
import { serveSimulator } from "@polycast/simulators/serve";
import { describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../harness/free-port.ts";

const run = promisify(execFile);
const example = fileURLToPath(new URL("../../examples/three-targets.ts", import.meta.url));
const apiKey = "5f0c1a52-0000-4000-8000-0000000000e5";

/** What the example needs in its environment to find the simulator instead of the provider. */
const clouds: [string, () => Simulator, (url: string) => Record<string, string>][] = [
  [
    "mux",
    () => muxSimulator({ tokenId: "example-token-id", tokenSecret: "example-token-secret" }),
    (url) => ({ MUX_TOKEN_ID: "example-token-id", MUX_TOKEN_SECRET: "example-token-secret", MUX_BASE_URL: url }),
  ],
  [
    "livepeer",
    () => livepeerSimulator({ apiKey }),
    (url) => ({ LIVEPEER_API_KEY: apiKey, LIVEPEER_BASE_URL: `${url}/api` }),
  ],
  [
    "castr",
    () => castrSimulator({ tokenId: "example-token-id", secretKey: "example-token-secret" }),
    (url) => ({
      CASTR_TOKEN_ID: "example-token-id",
      CASTR_TOKEN_SECRET: "example-token-secret",
      CASTR_BASE_URL: `${url}/v2`,
    }),
  ],
];

async function runExample(environment: Record<string, string>, ...args: string[]) {
  const options = { env: { PATH: process.env["PATH"], TWITCH_KEY: "live_canary_example_key", ...environment } };
  return run(process.execPath, ["--conditions=@polycast/source", example, ...args], options);
}

describe("one program, whichever provider", () => {
  test.each(clouds)("%s", async (provider, simulate, environment) => {
    const simulator = simulate();
    const served = await serveSimulator(simulator);
    onTestFinished(() => served.close());
    const { stdout, stderr } = await runExample({ POLYCAST_PROVIDER: provider, ...environment(served.url) });
    expect(stderr).toBe("");
    expect(stdout).toContain(`Friday show is ready on ${provider}.`);
    expect(stdout.match(/→ /gu)).toHaveLength(3);
    expect(stdout).toContain("can");
    expect(stdout).not.toContain("live_canary_example_key");
    const asked = simulator.requests.all();
    expect(asked.some(({ method }) => method === "DELETE")).toBe(true);
    for (const { status } of asked) expect(status).toBeLessThan(400);
  });

  test("selfhost", async () => {
    const { stdout, stderr } = await runExample({ POLYCAST_RTMP_PORT: String(await freePort()) });
    expect(stderr).toBe("");
    expect(stdout).toContain("Friday show is ready on selfhost.");
    expect(stdout).toMatch(/→ Twitch at .*: idle; can be switched off, takes effect now/u);
  });

  test("missing credentials are named, with what to do", async () => {
    const failed = runExample({ POLYCAST_PROVIDER: "mux" });
    await expect(failed).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("MUX_TOKEN_ID") });
  });

  test("a word that is no provider is answered with those that are", async () => {
    const failed = runExample({ POLYCAST_PROVIDER: "muxx" });
    await expect(failed).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("selfhost, mux, livepeer, castr"),
    });
  });
});
