import { MultistreamError } from "@polycast/core";
import { parseInput, type Secret } from "@polycast/core/provider";
import type * as z from "zod";
import { toTimestamp } from "../control/clock.ts";
import {
  allEndpoints,
  type CreateOptions,
  deleteDeliveriesOf,
  deleteEndpoint,
  type EndpointChanges,
  type EndpointRecord,
  endpointUrlPlace,
  getEndpoint,
  getStream,
  insertEndpoint,
  listEndpoints,
  newId,
  notify,
  type Reading,
  updateEndpoint,
} from "../store/index.ts";
import { cancelAllPending } from "./cancel-all-pending.ts";
import { toEndpoint, type WebhookEndpoint } from "./endpoint.ts";
import { maskEndpointUrl, readEndpointUrl } from "./endpoint-url.ts";
import { readEventTypes } from "./event-filter.ts";
import { createEndpointInput, listEndpointsInput, rotateSecretInput, updateEndpointInput } from "./inputs.ts";
import type { OutboxLimits } from "./limits.ts";
import type { OutboxParts } from "./outbox-parts.ts";
import { isWithin, requireEndpoint } from "./require-endpoint.ts";
import { addSigningSecret, newSigningSecret, openSigningSecrets, retireSigningSecrets } from "./signing-secrets.ts";

/** An endpoint with its signing secret, which is shown this once. */
export type CreatedEndpoint = { endpoint: WebhookEndpoint; secret: Secret<string> };

/** A new signing secret, and until when the former one signs too; absent when it no longer does. */
export type RotatedSecret = { secret: Secret<string>; previousExpiresAt?: string };

/**
 * The calls about endpoints. Inputs are checked here; every call throws `MultistreamError` only. What belongs to others
 * than the tenant whose calls they are is `not_found`.
 */
export type Endpoints = {
  create(input: unknown, options?: CreateOptions): Promise<CreatedEndpoint>;
  /** One page of the tenant's, oldest first; without a tenant, of all. */
  list(query: unknown): Promise<{ data: WebhookEndpoint[]; nextCursor?: string }>;
  get(id: string): Promise<WebhookEndpoint>;
  /**
   * Absent fields stay, null empties a field. Disabling cancels what is pending; enabling clears `disabledReason` and
   * `failingSince`, and begins with the events from then on.
   */
  update(id: string, patch: unknown): Promise<WebhookEndpoint>;
  /** Deletes it with its deliveries. One that is gone already is a success, and another tenant's is left alone. */
  delete(id: string): Promise<void>;
  rotateSecret(id: string, input: unknown): Promise<RotatedSecret>;
};

/** Makes the calls about endpoints: those of a tenant, or of all. */
export function createEndpoints(parts: OutboxParts, tenantId?: string): Endpoints {
  const { store, sealer, clock, limits, allowPrivate } = parts;

  const urlColumns = (id: string, text: string): { urlSealed: string; urlShown: string } => {
    const url = readEndpointUrl(text, allowPrivate);
    return { urlSealed: sealer.seal(url, endpointUrlPlace(id)), urlShown: maskEndpointUrl(url) };
  };

  const get = async (id: string): Promise<WebhookEndpoint> =>
    toEndpoint(await store.read(() => requireEndpoint(id, tenantId)));

  return {
    get,
    async list(query) {
      const { cursor, limit } = parseInput(listEndpointsInput, query, "query");
      const filter = tenantId === undefined ? {} : { tenantId };
      const page = await store.read(() =>
        listEndpoints({ ...filter, ...(cursor === undefined ? {} : { cursor }), limit }),
      );
      return { ...page, data: page.data.map(toEndpoint) };
    },
    async create(input, { ids } = {}) {
      const { url, events, streamId, description, enabled } = parseInput(
        createEndpointInput,
        input,
        "webhook endpoint",
      );
      const id = (ids ?? newId)("webhookEndpoint");
      const now = clock.now();
      const record: EndpointRecord = {
        id,
        ...urlColumns(id, url),
        ...(events === undefined ? {} : { events: readEventTypes(events) }),
        ...(streamId === undefined ? {} : { streamId }),
        ...(tenantId === undefined ? {} : { tenantId }),
        ...(description === undefined ? {} : { description }),
        enabled,
        createdAt: now,
        updatedAt: now,
      };
      const secret = newSigningSecret();
      const made = await store.write(function* () {
        const known = ids && (yield* getEndpoint(id));
        const [current] = known ? yield* openSigningSecrets(sealer, id, now) : [];
        if (known && current) return { record: known, secret: current };
        assertRoom(limits, yield* allEndpoints(), tenantId);
        yield* checkStream(streamId, tenantId);
        yield* insertEndpoint(record);
        yield* addSigningSecret(sealer, { endpointId: id, secret, now });
        yield* notify("webhooks", id);
        return { record, secret };
      });
      return { endpoint: toEndpoint(made.record), secret: made.secret };
    },
    async update(id, patch) {
      const changes = toChanges(id, parseInput(updateEndpointInput, patch, "change of a webhook endpoint"));
      await get(id);
      // What was pending when it was disabled does not come back to life.
      if (changes.enabled) await settleFormer(id);
      await store.write(function* () {
        const record = yield* requireEndpoint(id, tenantId);
        yield* checkStream(changes.streamId, record.tenantId);
        const revived = changes.enabled === true && !record.enabled ? { disabledReason: null, failingSince: null } : {};
        yield* updateEndpoint(id, { ...changes, ...revived, updatedAt: clock.now() });
        yield* notify("webhooks", id);
      });
      if (changes.enabled === false) await cancelAllPending(parts, id);
      return get(id);
    },
    async delete(id) {
      const isThere = await store.write(function* () {
        const record = yield* getEndpoint(id);
        if (!record || !isWithin(record, tenantId)) return false;
        return yield* updateEndpoint(id, { enabled: false, updatedAt: clock.now() });
      });
      if (!isThere) return;
      while ((await store.write(() => deleteDeliveriesOf(id))) > 0);
      await store.write(function* () {
        yield* deleteEndpoint(id);
        yield* notify("webhooks", id);
      });
    },
    async rotateSecret(id, input) {
      const { overlapSeconds } = parseInput(rotateSecretInput, input, "rotation");
      const secret = newSigningSecret();
      const now = clock.now();
      const until = now + overlapSeconds * 1000;
      await store.write(function* () {
        yield* requireEndpoint(id, tenantId);
        yield* retireSigningSecrets(id, now, until);
        yield* addSigningSecret(sealer, { endpointId: id, secret, now });
        yield* updateEndpoint(id, { updatedAt: now });
        yield* notify("webhooks", id);
      });
      return { secret, ...(overlapSeconds === 0 ? {} : { previousExpiresAt: toTimestamp(until) }) };
    },
  };

  async function settleFormer(id: string): Promise<void> {
    const record = await store.read(() => getEndpoint(id));
    if (record && !record.enabled) await cancelAllPending(parts, id);
  }

  function toChanges(id: string, patch: z.output<typeof updateEndpointInput>): Omit<EndpointChanges, "updatedAt"> {
    const { url, events, streamId, description, enabled } = patch;
    return {
      ...(url === undefined ? {} : urlColumns(id, url)),
      ...(events === undefined ? {} : { events: events && readEventTypes(events) }),
      ...(streamId === undefined ? {} : { streamId }),
      ...(description === undefined ? {} : { description }),
      ...(enabled === undefined ? {} : { enabled }),
    };
  }
}

/** @throws MultistreamError `invalid_argument` for a stream that is not there, or another tenant's */
function* checkStream(streamId: string | null | undefined, tenantId: string | undefined): Reading<void> {
  if (streamId === undefined || streamId === null) return;
  const stream = yield* getStream(streamId);
  if (stream && isWithin(stream, tenantId)) return;
  throw new MultistreamError("invalid_argument", "Invalid webhook endpoint: streamId names no stream.", {
    issues: [{ path: "streamId", message: "names no stream" }],
    hint: "Send the `id` of a stream (`str_…`), or leave it out for all streams.",
  });
}

/** @throws MultistreamError `limit_exceeded` */
function assertRoom(limits: OutboxLimits, all: readonly EndpointRecord[], tenantId: string | undefined): void {
  const own = all.filter((endpoint) => endpoint.tenantId === tenantId).length;
  const limit = tenantId === undefined ? limits.maxEndpoints : limits.maxTenantEndpoints;
  if (own >= limit) throw tooMany(limit);
  if (all.length >= limits.maxAllEndpoints) throw tooMany(limits.maxAllEndpoints);
}

function tooMany(limit: number): MultistreamError {
  return new MultistreamError("limit_exceeded", `There are ${limit} webhook endpoints already.`, {
    hint: "Delete one first. One endpoint can receive the events of all streams.",
  });
}
