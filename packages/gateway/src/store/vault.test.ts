import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { keyFilePath } from "../secrets/key-file.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { engines } from "./contract/engines.test.support.ts";
import { getMeta } from "./meta.ts";
import { openStore } from "./open-store.ts";
import { destinationPlace, ingestPlace } from "./places.ts";
import { sampleStream, sampleTarget } from "./sample-records.test.support.ts";
import type { Store } from "./store.ts";
import { insertStream, streamsOf } from "./streams.ts";
import { insertTarget, type TargetRecord, targetsOf } from "./targets.ts";
import { openVault } from "./vault.ts";
import { temporaryDirectory } from "./temporary-store.test.support.ts";

const newKey = (): string => randomBytes(32).toString("base64");
const canary = "live_canary_0123456789_abcdefghij";

/** Stores streams with one target each, all with the canary as their key. */
async function plant(store: Store, sealer: Sealer, count: number): Promise<void> {
  await store.write(function* () {
    for (let index = 0; index < count; index += 1) {
      const stream = sampleStream();
      const ingestSealed = sealer.seal(canary, ingestPlace(stream.id));
      yield* insertStream({ ...stream, ingestSealed });
      const target = sampleTarget(stream.id);
      const destinationSealed = sealer.seal(canary, destinationPlace(target.id));
      yield* insertTarget({ ...target, destinationSealed });
    }
  });
}

/** Every stored credential, opened. */
async function openAll(store: Store, sealer: Sealer): Promise<string[]> {
  return store.read(function* () {
    const streams = yield* streamsOf("selfhost");
    const targets: TargetRecord[] = [];
    for (const stream of streams) targets.push(...(yield* targetsOf(stream.id)));
    return [
      ...streams.map(({ id, ingestSealed }) => sealer.open(ingestSealed, ingestPlace(id))),
      ...targets.map(({ id, destinationSealed }) => sealer.open(destinationSealed, destinationPlace(id))),
    ];
  });
}

async function withStore<T>(dataDir: string, use: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore({ dataDir });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

describe("the vault", () => {
  it("makes a key file at the first start, and uses it from then on", async () => {
    const dataDir = temporaryDirectory();
    const hash = await withStore(dataDir, async (store) => {
      const vault = await openVault(store, { dataDir });
      await plant(store, vault.sealer, 1);
      return vault.hash("key");
    });
    expect(existsSync(keyFilePath(dataDir))).toBe(true);
    await withStore(dataDir, async (store) => {
      const vault = await openVault(store, { dataDir });
      expect(await openAll(store, vault.sealer)).toEqual([canary, canary]);
      expect(vault.hash("key")).toBe(hash);
    });
  });

  it("makes no file when a key is given", async () => {
    const dataDir = temporaryDirectory();
    const secretKey = newKey();
    const start = (): Promise<string> =>
      withStore(dataDir, async (store) => (await openVault(store, { dataDir, secretKey })).hash("key"));
    const first = await start();
    expect(await start()).toBe(first);
    expect(existsSync(keyFilePath(dataDir))).toBe(false);
  });

  it("refuses another key, and a missing one, and makes none in its place", async () => {
    const dataDir = temporaryDirectory();
    await withStore(dataDir, (store) => openVault(store, { dataDir }));
    const other = withStore(dataDir, (store) => openVault(store, { dataDir, secretKey: newKey() }));
    await expect(other).rejects.toMatchObject({
      code: "invalid_argument",
      message: "The secret key is not the one that this store was sealed with.",
    });
    rmSync(keyFilePath(dataDir));
    const missing = withStore(dataDir, (store) => openVault(store, { dataDir }));
    await expect(missing).rejects.toMatchObject({ hint: expect.stringContaining("secret.key") });
    expect(existsSync(keyFilePath(dataDir))).toBe(false);
  });

  it("seals everything again under a new first key, so that the old one can go", async () => {
    const dataDir = temporaryDirectory();
    const [older, newer] = [newKey(), newKey()];
    const before = await withStore(dataDir, async (store) => {
      const vault = await openVault(store, { dataDir, secretKey: older });
      await plant(store, vault.sealer, 250);
      return vault.hash("key");
    });
    await withStore(dataDir, (store) => openVault(store, { dataDir, secretKey: `${newer},${older}` }));
    await withStore(dataDir, async (store) => {
      const vault = await openVault(store, { dataDir, secretKey: newer });
      expect(new Set(await openAll(store, vault.sealer))).toEqual(new Set([canary]));
      expect(vault.hash("key")).toBe(before);
    });
    await expect(withStore(dataDir, (store) => openVault(store, { dataDir, secretKey: older }))).rejects.toThrow(
      "not the one",
    );
  });

  it("takes an interrupted rotation up again", async () => {
    const dataDir = temporaryDirectory();
    const [older, newer] = [newKey(), newKey()];
    await withStore(dataDir, async (store) => {
      const vault = await openVault(store, { dataDir, secretKey: older });
      await plant(store, vault.sealer, 250);
    });
    await withStore(dataDir, async (store) => {
      let writes = 0;
      const dying: Store = {
        ...store,
        write: (unit) => {
          writes += 1;
          return writes > 2 ? Promise.reject(new Error("killed")) : store.write(unit);
        },
      };
      await expect(openVault(dying, { dataDir, secretKey: `${newer},${older}` })).rejects.toThrow("killed");
    });
    await withStore(dataDir, async (store) => {
      const { sealer } = await openVault(store, { dataDir, secretKey: `${newer},${older}` });
      const sealedHashKey = await store.read(() => getMeta("hash_key"));
      expect(sealer.isCurrent(sealedHashKey ?? "")).toBe(true);
    });
    await withStore(dataDir, async (store) => {
      const { sealer } = await openVault(store, { dataDir, secretKey: newer });
      expect(await openAll(store, sealer)).toHaveLength(500);
    });
  });

  it("leaves no credential readable in any file", async () => {
    const dataDir = temporaryDirectory();
    await withStore(dataDir, async (store) => {
      const { sealer } = await openVault(store, { dataDir });
      await plant(store, sealer, 20);
      const files = readdirSync(dataDir);
      expect(files).toContain("polycast.db-wal");
      const bytes = files.map((file) => readFileSync(join(dataDir, file), "latin1")).join("");
      expect(bytes).toContain("Sunday service");
      expect(bytes).not.toContain(canary.slice(0, 12));
      expect(bytes).not.toContain(Buffer.from(canary).toString("base64url").slice(4, 20));
    });
    expect(readFileSync(join(dataDir, "polycast.db"), "latin1")).not.toContain(canary.slice(0, 12));
  });
});

describe.each(engines)("the vault of several processes on $name", (engine) => {
  it("is the same for all that start at once", async () => {
    const store = await engine.open();
    const secretKey = newKey();
    const vaults = await Promise.all(Array.from({ length: 5 }, () => openVault(store, { secretKey })));
    expect(new Set(vaults.map(({ hash }) => hash("key"))).size).toBe(1);
    expect((await openVault(store, { secretKey })).hash("key")).toBe(vaults[0]?.hash("key"));
  });

  it("refuses a missing key and another one", async () => {
    const store = await engine.open();
    const missing = { code: "invalid_argument", issues: [{ path: "POLYCAST_SECRET_KEY", message: "is not set" }] };
    await expect(openVault(store, {})).rejects.toMatchObject(missing);
    await openVault(store, { secretKey: newKey() });
    await expect(openVault(store, {})).rejects.toMatchObject(missing);
    await expect(openVault(store, { secretKey: newKey() })).rejects.toMatchObject({
      message: "The secret key is not the one that this store was sealed with.",
    });
  });

  it("seals everything again under a new first key", async () => {
    const store = await engine.open();
    const [older, newer] = [newKey(), newKey()];
    await plant(store, (await openVault(store, { secretKey: older })).sealer, 250);
    await Promise.all([1, 2].map(() => openVault(store, { secretKey: `${newer},${older}` })));
    const { sealer } = await openVault(store, { secretKey: newer });
    expect(await openAll(store, sealer)).toEqual(Array.from({ length: 500 }, () => canary));
  });
});
