import { describe, expect, it } from "vitest";
import { hashApiKey, newApiKey } from "../secrets/api-key.ts";
import { ensureAdminKey } from "./admin-key.ts";
import {
  type ApiKeyQuery,
  type ApiKeyRecord,
  deleteApiKey,
  findApiKey,
  getApiKey,
  listApiKeys,
  putApiKey,
  touchApiKey,
} from "./api-keys.ts";
import { engines } from "./contract/engines.test.support.ts";
import { newId } from "./ids.ts";
import type { Store } from "./store.ts";
import { toldOn } from "./told-on.test.support.ts";

const find = (store: Store, key: string): Promise<ApiKeyRecord | undefined> =>
  store.read(() => findApiKey(hashApiKey(key)));

const list = async (store: Store, query: Partial<ApiKeyQuery> = {}): Promise<ApiKeyRecord[]> =>
  (await store.read(() => listApiKeys({ limit: 10, ...query }))).data;

describe.each(engines)("API keys on $name", (engine) => {
  const key: ApiKeyRecord = {
    id: newId("apiKey"),
    hash: hashApiKey("pcsk_x"),
    name: "dashboard",
    scopes: ["read", "ingest"],
    last4: "sk_x",
    createdAt: 1,
  };

  it("are found by their hash, listed and deleted", async () => {
    const store = await engine.open();
    await store.write(() => putApiKey(key));
    expect(await find(store, "pcsk_x")).toStrictEqual(key);
    expect(await find(store, "pcsk_y")).toBeUndefined();
    expect(await list(store)).toStrictEqual([key]);
    expect(await store.write(() => deleteApiKey(key.id))).toBe(true);
    expect(await store.write(() => deleteApiKey(key.id))).toBe(false);
  });

  it("belong to a tenant or to none, and are listed newest first over pages", async () => {
    const store = await engine.open();
    const tenants = [{}, { tenantId: "acme" }, { tenantId: "acme", expiresAt: 9 }, { tenantId: "other" }];
    const keys = tenants.map((tenant, index): ApiKeyRecord =>
      Object.assign(tenant, { ...key, id: newId("apiKey"), hash: `hash ${index}`, createdAt: index }),
    );
    for (const one of keys) await store.write(() => putApiKey(one));
    expect(await list(store)).toStrictEqual(keys.toReversed());
    expect(await list(store, { tenantId: "acme" })).toStrictEqual([keys[2], keys[1]]);
    const first = await store.read(() => listApiKeys({ limit: 3 }));
    expect(await list(store, { cursor: first.nextCursor ?? "" })).toStrictEqual([keys[0]]);
  });

  it("remember the minute of their last use, and keep it when they are renamed", async () => {
    const store = await engine.open();
    await store.write(() => putApiKey(key));
    await store.write(() => touchApiKey(key.id, 179_999));
    await store.write(() => touchApiKey(key.id, 60_001));
    await store.write(() => putApiKey({ ...key, name: "renamed", expiresAt: 9 }));
    const renamed = { ...key, name: "renamed", expiresAt: 9, lastUsedAt: 120_000 };
    expect(await store.read(() => getApiKey(key.id))).toStrictEqual(renamed);
    expect(await store.read(() => getApiKey("key_none"))).toBeUndefined();
  });

  it("are told about when they change, and not when they are used", async () => {
    const store = await engine.open();
    const told = await toldOn(store, "keys", async () => {
      await store.write(() => putApiKey(key));
      await store.write(() => touchApiKey(key.id, 60_000));
      await store.write(() => deleteApiKey(key.id));
    });
    expect(told).toEqual([key.id, key.id]);
  });

  it("cannot be two of one hash", async () => {
    const store = await engine.open();
    await store.write(() => putApiKey(key));
    const twin = store.write(() => putApiKey({ ...key, id: newId("apiKey") }));
    await expect(twin).rejects.toMatchObject({ code: "conflict" });
  });
});

describe.each(engines)("the first admin key on $name", (engine) => {
  it("is made once, at the first start", async () => {
    const store = await engine.open();
    const { created = "" } = await ensureAdminKey(store, undefined, () => 7);
    expect(created).toMatch(/^pcsk_[0-9A-Za-z]{43}$/u);
    expect(await find(store, created)).toMatchObject({ scopes: ["admin"], last4: created.slice(-4), createdAt: 7 });
    expect(await ensureAdminKey(store, undefined)).toEqual({});
    expect(await list(store)).toHaveLength(1);
  });

  it("is the configured one, whose former value stops working", async () => {
    const store = await engine.open();
    const [former, current] = [newApiKey(), newApiKey()];
    expect(await ensureAdminKey(store, former)).toEqual({});
    await ensureAdminKey(store, current);
    await ensureAdminKey(store, current);
    expect(await find(store, former)).toBeUndefined();
    expect(await find(store, current)).toMatchObject({ name: "POLYCAST_API_KEY", scopes: ["admin"] });
    expect(await ensureAdminKey(store, undefined)).toEqual({});
  });

  it("may be the key of the first start, configured later", async () => {
    const store = await engine.open();
    const { created = "" } = await ensureAdminKey(store, undefined);
    await ensureAdminKey(store, created);
    expect(await list(store)).toHaveLength(1);
    expect(await find(store, created)).toMatchObject({ name: "first start", scopes: ["admin"] });
  });

  it("is made when those of before have expired or belong to a tenant", async () => {
    const store = await engine.open();
    const admin = { name: "a", scopes: ["admin" as const], last4: "aaaa", createdAt: 1 };
    await store.write(() => putApiKey({ ...admin, id: newId("apiKey"), hash: "a", expiresAt: 7 }));
    await store.write(() => putApiKey({ ...admin, id: newId("apiKey"), hash: "b", tenantId: "acme" }));
    expect(await ensureAdminKey(store, undefined, () => 7)).toHaveProperty("created");
    expect(await ensureAdminKey(store, undefined, () => 7)).toEqual({});
  });

  it("is made when only lesser keys are stored", async () => {
    const store = await engine.open();
    const lesser: ApiKeyRecord = {
      id: newId("apiKey"),
      hash: "a",
      name: "a",
      scopes: ["write"],
      last4: "aaaa",
      createdAt: 1,
    };
    await store.write(() => putApiKey(lesser));
    expect(await ensureAdminKey(store, undefined)).toHaveProperty("created");
  });
});
