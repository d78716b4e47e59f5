import { describe, expect, it } from "vitest";
import { hashApiKey, newApiKey } from "../secrets/api-key.ts";
import { ensureAdminKey } from "./admin-key.ts";
import { type ApiKeyRecord, deleteApiKey, findApiKey, listApiKeys, putApiKey } from "./api-keys.ts";
import { newId } from "./ids.ts";
import type { Store } from "./store.ts";
import { temporaryStore } from "./temporary-store.test.support.ts";

const find = (store: Store, key: string): Promise<ApiKeyRecord | undefined> =>
  store.read((reader) => findApiKey(reader, hashApiKey(key)));

describe("API keys", () => {
  const key: ApiKeyRecord = {
    id: newId("apiKey"),
    hash: hashApiKey("pcsk_x"),
    name: "dashboard",
    scopes: ["read", "ingest"],
    last4: "sk_x",
    createdAt: 1,
  };

  it("are found by their hash, listed and deleted", async () => {
    const store = temporaryStore();
    await store.write((transaction) => putApiKey(transaction, key));
    expect(await find(store, "pcsk_x")).toStrictEqual(key);
    expect(await find(store, "pcsk_y")).toBeUndefined();
    expect(await store.read(listApiKeys)).toStrictEqual([key]);
    expect(await store.write((transaction) => deleteApiKey(transaction, key.id))).toBe(true);
    expect(await store.write((transaction) => deleteApiKey(transaction, key.id))).toBe(false);
  });

  it("cannot be two of one hash", async () => {
    const store = temporaryStore();
    await store.write((transaction) => putApiKey(transaction, key));
    const twin = store.write((transaction) => putApiKey(transaction, { ...key, id: newId("apiKey") }));
    await expect(twin).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("the first admin key", () => {
  it("is made once, at the first start", async () => {
    const store = temporaryStore();
    const { created = "" } = await ensureAdminKey(store, undefined, () => 7);
    expect(created).toMatch(/^pcsk_[0-9A-Za-z]{43}$/u);
    expect(await find(store, created)).toMatchObject({ scopes: ["admin"], last4: created.slice(-4), createdAt: 7 });
    expect(await ensureAdminKey(store, undefined)).toEqual({});
    expect(await store.read(listApiKeys)).toHaveLength(1);
  });

  it("is the configured one, whose former value stops working", async () => {
    const store = temporaryStore();
    const [former, current] = [newApiKey(), newApiKey()];
    expect(await ensureAdminKey(store, former)).toEqual({});
    await ensureAdminKey(store, current);
    await ensureAdminKey(store, current);
    expect(await find(store, former)).toBeUndefined();
    expect(await find(store, current)).toMatchObject({ name: "POLYCAST_API_KEY", scopes: ["admin"] });
    expect(await ensureAdminKey(store, undefined)).toEqual({});
  });

  it("may be the key of the first start, configured later", async () => {
    const store = temporaryStore();
    const { created = "" } = await ensureAdminKey(store, undefined);
    await ensureAdminKey(store, created);
    expect(await store.read(listApiKeys)).toHaveLength(1);
    expect(await find(store, created)).toMatchObject({ name: "first start", scopes: ["admin"] });
  });

  it("is made when only lesser keys are stored", async () => {
    const store = temporaryStore();
    const lesser: ApiKeyRecord = {
      id: newId("apiKey"),
      hash: "a",
      name: "a",
      scopes: ["write"],
      last4: "aaaa",
      createdAt: 1,
    };
    await store.write((transaction) => putApiKey(transaction, lesser));
    expect(await ensureAdminKey(store, undefined)).toHaveProperty("created");
  });
});
