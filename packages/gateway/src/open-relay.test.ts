import { Secret } from "@polycast/core/provider";
import { describe, expect, onTestFinished, test } from "vitest";
import { composeProcess } from "./compose.ts";
import { writeConfig } from "./settings/write-config.test.support.ts";
import { temporaryDatabase, testServer } from "./store/contract/temporary-database.test.support.ts";
import { ensureAdminKey } from "./store/index.ts";
import { openPostgresStore } from "./store/postgres/open-postgres-store.ts";

const quiet = { POLYCAST_LOG_LEVEL: "fatal", POLYCAST_HTTP_PORT: "0", POLYCAST_RTMP_PORT: "0" };

/** A database with its key and an API key, and the variables that lead there. */
async function database() {
  const url = await temporaryDatabase();
  const apiKey = `pcsk_${"k".repeat(40)}`;
  const store = await openPostgresStore({ url, log: () => undefined });
  await ensureAdminKey(store, apiKey);
  await store.close();
  return { url, apiKey, env: { ...quiet, DATABASE_URL: url.reveal(), POLYCAST_SECRET_KEY: "cd".repeat(32) } };
}

describe.skipIf(testServer === undefined)("roles over a database", () => {
  test("a relay serves what a gateway makes, and says of itself how it is", async () => {
    const { env, apiKey } = await database();
    const cwd = writeConfig({});
    const started = await composeProcess({ env: { ...env, POLYCAST_ROLE: "relay" }, cwd });
    if (!("relay" in started)) throw new Error("not a relay");
    const { relay } = started;
    onTestFinished(() => relay.close());
    const call = (path: string, headers: Record<string, string> = {}) =>
      fetch(`http://127.0.0.1:${relay.address.http}${path}`, { headers });
    expect((await call("/livez")).status).toBe(200);
    expect((await call("/readyz")).status).toBe(200);
    expect((await call("/metrics")).status).toBe(401);
    expect((await call("/v1/streams")).status).toBe(404);

    const gatewayEnv = { ...env, POLYCAST_ROLE: "gateway", POLYCAST_RTMP_PORT: "19350", POLYCAST_API_KEY: apiKey };
    const other = await composeProcess({
      env: { ...gatewayEnv, POLYCAST_PUBLIC_HOST: "live.example.com" },
      cwd: writeConfig({}),
    });
    if (!("gateway" in other)) throw new Error("not a gateway");
    const { gateway } = other;
    onTestFinished(() => gateway.close());
    const { ingest } = await gateway.control.streams.create({ name: "Show" });
    // One name for all relays, and the port that encoders see.
    expect(ingest[0]).toMatchObject({ protocol: "rtmp", url: "rtmp://live.example.com:19350/live" });

    await expect
      .poll(async () => (await call("/metrics", { authorization: `Bearer ${apiKey}` })).text(), { timeout: 10_000 })
      .toMatch(/^polycast_relay_streams 1$/mu);
    await relay.close();
    await expect(call("/livez")).rejects.toThrow("fetch failed");
  });

  test("with both in one process the stream goes through the store, too", async () => {
    const { env, apiKey } = await database();
    const started = await composeProcess({ env: { ...env, POLYCAST_API_KEY: apiKey }, cwd: writeConfig({}) });
    if (!("gateway" in started)) throw new Error("not a gateway");
    const { gateway } = started;
    onTestFinished(() => gateway.close());
    const { ingest, stream } = await gateway.control.streams.create({ name: "Show" });
    expect(ingest[0]?.url).toMatch(/^rtmp:\/\/127\.0\.0\.1:[1-9]\d+\/live$/u);
    const target = { name: "A", destination: { url: "rtmp://live.example/app", streamKey: "k" } } as const;
    await gateway.control.targets.create(stream.id, target);
    const store = await openPostgresStore({ url: new Secret(env.DATABASE_URL), log: () => undefined });
    onTestFinished(() => store.close());
    expect(JSON.stringify(await gateway.control.streams.get(stream.id))).toContain("live.example");
  });

  test("a relay needs a provider that has one", async () => {
    const { env } = await database();
    const cwd = writeConfig({ "polycast.config.json": { provider: "mux", providers: { mux: { type: "mux" } } } });
    const start = composeProcess({ env: { ...env, POLYCAST_ROLE: "relay" }, cwd });
    await expect(start).rejects.toMatchObject({ code: "invalid_argument", issues: [{ path: "POLYCAST_ROLE" }] });
  });
});

test("without a database there is one process, with all of it", async () => {
  const start = composeProcess({ env: { ...quiet, POLYCAST_ROLE: "relay" }, cwd: writeConfig({}) });
  const message = expect.stringContaining("POLYCAST_DATABASE_URL");
  await expect(start).rejects.toMatchObject({ code: "invalid_argument", issues: [{ message }] });
});

test("a database that cannot be reached is said so", async () => {
  const env = { ...quiet, DATABASE_URL: "postgres://nobody@127.0.0.1:1/none", POLYCAST_SECRET_KEY: "cd".repeat(32) };
  const start = composeProcess({ env: { ...env, POLYCAST_ROLE: "relay" }, cwd: writeConfig({}) });
  await expect(start).rejects.toMatchObject({ code: "provider_unavailable" });
});
