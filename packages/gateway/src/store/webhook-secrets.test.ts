import { describe, expect, it } from "vitest";
import { engines } from "./contract/engines.test.support.ts";
import { sampleEndpoint } from "./sample-records.test.support.ts";
import { deleteEndpoint, insertEndpoint } from "./webhook-endpoints.ts";
import {
  deleteExpiredSigningSecrets,
  deleteSigningSecret,
  insertSigningSecret,
  retireSigningSecret,
  signingSecretsOf,
} from "./webhook-secrets.ts";

describe.each(engines)("the signing secrets of an endpoint on $name", (engine) => {
  const endpoint = sampleEndpoint();
  const secret = (id: string) => ({ id, endpointId: endpoint.id, secretSealed: "v1.sealed", createdAt: 1 });

  async function open() {
    const store = await engine.open();
    await store.write(function* () {
      yield* insertEndpoint(endpoint);
      yield* insertSigningSecret(secret("whs_a"));
    });
    const idsAt = async (now: number): Promise<string[]> =>
      (await store.read(() => signingSecretsOf(endpoint.id, now))).map(({ id }) => id);
    return { store, idsAt };
  }

  it("sign until they expire, the newest first", async () => {
    const { store, idsAt } = await open();
    await store.write(function* () {
      yield* retireSigningSecret(endpoint.id, 100);
      yield* insertSigningSecret(secret("whs_b"));
    });
    expect([await idsAt(99), await idsAt(100)]).toEqual([["whs_b", "whs_a"], ["whs_b"]]);
    await store.write(() => deleteExpiredSigningSecrets(99));
    expect(await idsAt(0)).toEqual(["whs_b", "whs_a"]);
    await store.write(() => deleteExpiredSigningSecrets(100));
    expect(await idsAt(0)).toEqual(["whs_b"]);
    expect(await store.read(() => signingSecretsOf(endpoint.id, 0))).toStrictEqual([secret("whs_b")]);
  });

  it("go one by one, and with the endpoint", async () => {
    const { store, idsAt } = await open();
    await store.write(() => insertSigningSecret(secret("whs_b")));
    await store.write(() => deleteSigningSecret("whs_a"));
    expect(await idsAt(0)).toEqual(["whs_b"]);
    await store.write(() => deleteEndpoint(endpoint.id));
    expect(await idsAt(0)).toEqual([]);
    await expect(store.write(() => insertSigningSecret(secret("whs_c")))).rejects.toMatchObject({ code: "conflict" });
  });
});
