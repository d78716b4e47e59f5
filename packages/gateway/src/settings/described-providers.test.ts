import { invalidFactory, recordingFactory } from "./factories.test.support.ts";
import { expect, test } from "vitest";
import { type LoadedSettings, loadSettings } from "./load-settings.ts";
import { writeConfig } from "./write-config.test.support.ts";

async function load(providers: unknown, env: Record<string, string> = {}) {
  const { factory, given } = recordingFactory();
  const cwd = writeConfig({ "polycast.config.json": { provider: "mux-us", providers } });
  const loaded: LoadedSettings = await loadSettings({ cwd, env, factories: { mux: factory, picky: invalidFactory } });
  return { loaded, given };
}

test("several instances of one provider are described in JSON, their credentials by variable", async () => {
  const { loaded, given } = await load(
    {
      "mux-us": { type: "mux", tokenId: { env: "MUX_US_ID" }, webhookSecrets: [{ env: "MUX_US_HOOKS" }] },
      "mux-eu": { type: "mux", tokenId: { env: "MUX_EU_ID", default: "eu" }, rateLimits: { other: { burst: 2 } } },
    },
    { MUX_US_ID: "us", MUX_US_HOOKS: "secret" },
  );
  expect(Object.keys(loaded.providers ?? {})).toEqual(["mux-us", "mux-eu"]);
  expect(given).toEqual([
    { tokenId: "us", webhookSecrets: ["secret"] },
    { tokenId: "eu", rateLimits: { other: { burst: 2 } } },
  ]);
});

test("every missing variable is told with the place that needs it", async () => {
  const providers = {
    "mux-us": { type: "mux", tokenId: { env: "MUX_US_ID" }, tokenSecret: { env: "MUX_US_SECRET" } },
    "mux-eu": { type: "mux", webhookSecrets: [{ env: "MUX_EU_HOOKS" }] },
  };
  await expect(load(providers, { MUX_US_SECRET: "" })).rejects.toMatchObject({
    issues: [
      { path: "providers.mux-us.tokenId", message: "needs the environment variable MUX_US_ID, which is not set" },
      { path: "providers.mux-us.tokenSecret", message: expect.stringContaining("MUX_US_SECRET") },
      { path: "providers.mux-eu.webhookSecrets.0", message: expect.stringContaining("MUX_EU_HOOKS") },
    ],
  });
});

test("what the provider refuses is told by its place in the file", async () => {
  await expect(load({ "mux-us": { type: "picky", colour: "blue" } })).rejects.toMatchObject({
    issues: [{ path: "providers.mux-us.colour", message: "is not known" }],
  });
});

test.each([
  [{ type: "vimeo" }, "must have a `type` that is one of mux, picky"],
  [{ type: 3 }, "must have a `type` that is one of mux, picky"],
  [{ tokenId: "id" }, "must be made by a provider's factory, like selfhost()"],
  [["mux"], "must be made by a provider's factory, like selfhost()"],
])("%j is no provider", async (entry, message) => {
  await expect(load({ "mux-us": entry })).rejects.toMatchObject({ issues: [{ path: "providers.mux-us", message }] });
});

test.each([
  [{ env: "two words" }],
  [{ env: 3 }],
  [{ env: "MUX_US_ID", default: 3 }],
  [{ env: "MUX_US_ID", more: true }],
])("%j names no variable and goes to the provider as it is", async (value) => {
  const { given } = await load({ "mux-us": { type: "mux", value } }, { MUX_US_ID: "us" });
  expect(given).toEqual([{ value }]);
});
