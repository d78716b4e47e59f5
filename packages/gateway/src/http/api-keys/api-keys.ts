import { MultistreamError } from "@polycast/core";
import { parseInput, Secret } from "@polycast/core/provider";
import type { Clock } from "../../control/clock.ts";
import { hashApiKey, newApiKey } from "../../secrets/api-key.ts";
import {
  type ApiKeyRecord,
  type CreateOptions,
  deleteApiKey,
  getApiKey,
  hasAdminKey,
  listApiKeys,
  newId,
  putApiKey,
  type Reading,
  scopes as allScopes,
  type Store,
} from "../../store/index.ts";
import { type ApiKey, toApiKey } from "./api-key.ts";
import { createApiKeyInput, listApiKeysInput } from "./inputs.ts";

/** A key, which is shown this once, and what it may do. */
type CreatedApiKey = { apiKey: ApiKey; key: Secret<string> };

/**
 * The calls about API keys; inputs are checked here, and every call throws `MultistreamError` only. With a tenant they
 * are about its keys alone, and what belongs to others is `not_found`. Whoever may call them has the scope `admin`, so
 * there is none that could not be given on.
 */
export type ApiKeys = {
  /**
   * The key comes out this once. Where its id is taken, as after a run whose answer was lost, a new key takes the
   * place of that one, which nobody was given.
   *
   * @throws MultistreamError `forbidden` for another tenant
   */
  create(input: unknown, tenantId: string | undefined, options?: CreateOptions): Promise<CreatedApiKey>;
  /** One page, newest first. */
  list(query: unknown, tenantId: string | undefined): Promise<{ data: ApiKey[]; nextCursor?: string }>;
  get(id: string, tenantId: string | undefined): Promise<ApiKey>;
  /**
   * One that is gone already is a success.
   *
   * @throws MultistreamError `conflict` for the last admin key of all tenants
   */
  delete(id: string, tenantId: string | undefined): Promise<void>;
};

/** Makes the calls. */
export function createApiKeys(store: Store, clock: Clock): ApiKeys {
  return {
    async create(input, tenantId, { ids = newId } = {}) {
      const wanted = parseInput(createApiKeyInput, input, "API key");
      const now = clock.now();
      const owner = ownerOf(wanted.tenantId, tenantId);
      const expiresAt = wanted.expiresAt === undefined ? undefined : Date.parse(wanted.expiresAt);
      if (expiresAt !== undefined && expiresAt <= now) throw expired();
      const key = newApiKey();
      const record: ApiKeyRecord = {
        id: ids("apiKey"),
        hash: hashApiKey(key),
        name: wanted.name,
        // In one order, each once.
        scopes: allScopes.filter((scope) => wanted.scopes.includes(scope)),
        last4: key.slice(-4),
        createdAt: now,
        ...(owner === undefined ? {} : { tenantId: owner }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      };
      const stored = await store.write(function* () {
        yield* putApiKey(record);
        return yield* getApiKey(record.id);
      });
      return { apiKey: toApiKey(stored ?? record), key: new Secret(key) };
    },
    async list(query, tenantId) {
      const { cursor, limit } = parseInput(listApiKeysInput, query, "query");
      const filter = tenantId === undefined ? {} : { tenantId };
      const page = await store.read(() =>
        listApiKeys({ ...filter, ...(cursor === undefined ? {} : { cursor }), limit }),
      );
      return { ...page, data: page.data.map(toApiKey) };
    },
    async get(id, tenantId) {
      const record = await store.read(() => findOwn(id, tenantId));
      if (record) return toApiKey(record);
      throw new MultistreamError("not_found", "There is no such API key.", { hint: "List the keys: they have ids." });
    },
    async delete(id, tenantId) {
      await store.write(function* () {
        const record = yield* findOwn(id, tenantId);
        if (!record) return;
        const before = yield* hasAdminKey(clock.now());
        yield* deleteApiKey(id);
        if (before && !(yield* hasAdminKey(clock.now()))) throw lastOne();
      });
    },
  };
}

function* findOwn(id: string, tenantId: string | undefined): Reading<ApiKeyRecord | undefined> {
  const record = yield* getApiKey(id);
  return tenantId === undefined || record?.tenantId === tenantId ? record : undefined;
}

/** Whose a new key is. */
function ownerOf(wanted: string | undefined, tenantId: string | undefined): string | undefined {
  if (tenantId === undefined || wanted === undefined || wanted === tenantId) return tenantId ?? wanted;
  throw new MultistreamError("forbidden", "A key for another tenant cannot be made here.", {
    issues: [{ path: "tenantId", message: "is another tenant than the caller's" }],
    hint: "Leave `tenantId` out, or use a key that is bound to no tenant.",
  });
}

function expired(): MultistreamError {
  return new MultistreamError("invalid_argument", "Invalid API key: expiresAt lies in the past.", {
    issues: [{ path: "expiresAt", message: "lies in the past" }],
    hint: "Send a time to come, or leave it out.",
  });
}

function lastOne(): MultistreamError {
  return new MultistreamError("conflict", "This is the last key that may do everything.", {
    hint: "Make another one with the scope `admin` and without a tenant first.",
  });
}
