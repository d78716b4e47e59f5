import { MultistreamError } from "@polycast/core";
import { parseInput, type Secret } from "@polycast/core/provider";
import type * as z from "zod";
import { toTimestamp } from "../control/clock.ts";
import {
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
  type Reader,
  updateEndpoint,
} from "../store/index.ts";
import { cancelAllPending } from "./cancel-all-pending.ts";
import { toEndpoint, type WebhookEndpoint } from "./endpoint.ts";
import { maskEndpointUrl, readEndpointUrl } from "./endpoint-url.ts";
import { readEventTypes } from "./event-filter.ts";
import { createEndpointInput, rotateSecretInput, updateEndpointInput } from "./inputs.ts";
import type { OutboxParts } from "./outbox-parts.ts";
import { requireEndpoint } from "./require-endpoint.ts";
import { addSigningSecret, newSigningSecret, retireSigningSecrets } from "./signing-secrets.ts";

/** An endpoint with its signing secret, which is shown this once. */
export type CreatedEndpoint = { endpoint: WebhookEndpoint; secret: Secret<string> };

/** A new signing secret, and until when the former one signs too; absent when it no longer does. */
export type RotatedSecret = { secret: Secret<string>; previousExpiresAt?: string };

/** The calls about endpoints. Inputs are checked here; every call throws `MultistreamError` only. */
export type Endpoints = {
  create(input: unknown): Promise<CreatedEndpoint>;
  /** All of them, oldest first. */
  list(): Promise<WebhookEndpoint[]>;
  get(id: string): Promise<WebhookEndpoint>;
  /**
   * Absent fields stay, null empties a field. Disabling cancels what is pending; enabling clears `disabledReason` and
   * `failingSince`, and begins with the events from then on.
   */
  update(id: string, patch: unknown): Promise<WebhookEndpoint>;
  /** Deletes it with its deliveries. One that is gone already is a success. */
  delete(id: string): Promise<void>;
  rotateSecret(id: string, input: unknown): Promise<RotatedSecret>;
};

/** Makes the calls about endpoints. */
export function createEndpoints(parts: OutboxParts): Endpoints {
  const { store, sealer, clock, limits, allowPrivate } = parts;

  const urlColumns = (id: string, text: string): { urlSealed: string; urlShown: string } => {
    const url = readEndpointUrl(text, allowPrivate);
    return { urlSealed: sealer.seal(url, endpointUrlPlace(id)), urlShown: maskEndpointUrl(url) };
  };

  const get = async (id: string): Promise<WebhookEndpoint> =>
    store.read((reader) => toEndpoint(requireEndpoint(reader, id)));

  return {
    get,
    list: () => store.read((reader) => listEndpoints(reader).map(toEndpoint)),
    async create(input) {
      const { url, events, streamId, description, enabled } = parseInput(
        createEndpointInput,
        input,
        "webhook endpoint",
      );
      const id = newId("webhookEndpoint");
      const now = clock.now();
      const record: EndpointRecord = {
        id,
        ...urlColumns(id, url),
        ...(events === undefined ? {} : { events: readEventTypes(events) }),
        ...(streamId === undefined ? {} : { streamId }),
        ...(description === undefined ? {} : { description }),
        enabled,
        createdAt: now,
        updatedAt: now,
      };
      const secret = newSigningSecret();
      await store.write((transaction) => {
        if (listEndpoints(transaction).length >= limits.maxEndpoints) throw tooMany(limits.maxEndpoints);
        checkStream(transaction, streamId);
        insertEndpoint(transaction, record);
        addSigningSecret(transaction, sealer, { endpointId: id, secret, now });
      });
      return { endpoint: toEndpoint(record), secret };
    },
    async update(id, patch) {
      const changes = toChanges(id, parseInput(updateEndpointInput, patch, "change of a webhook endpoint"));
      await get(id);
      // What was pending when it was disabled does not come back to life.
      if (changes.enabled) await settleFormer(id);
      await store.write((transaction) => {
        const { enabled } = requireEndpoint(transaction, id);
        checkStream(transaction, changes.streamId);
        const revived = changes.enabled === true && !enabled ? { disabledReason: null, failingSince: null } : {};
        updateEndpoint(transaction, id, { ...changes, ...revived, updatedAt: clock.now() });
      });
      if (changes.enabled === false) await cancelAllPending(parts, id);
      return get(id);
    },
    async delete(id) {
      await store.write((transaction) => updateEndpoint(transaction, id, { enabled: false, updatedAt: clock.now() }));
      while ((await store.write((transaction) => deleteDeliveriesOf(transaction, id))) > 0);
      await store.write((transaction) => deleteEndpoint(transaction, id));
    },
    async rotateSecret(id, input) {
      const { overlapSeconds } = parseInput(rotateSecretInput, input, "rotation");
      const secret = newSigningSecret();
      const now = clock.now();
      const until = now + overlapSeconds * 1000;
      await store.write((transaction) => {
        requireEndpoint(transaction, id);
        retireSigningSecrets(transaction, id, now, until);
        addSigningSecret(transaction, sealer, { endpointId: id, secret, now });
        updateEndpoint(transaction, id, { updatedAt: now });
      });
      return { secret, ...(overlapSeconds === 0 ? {} : { previousExpiresAt: toTimestamp(until) }) };
    },
  };

  async function settleFormer(id: string): Promise<void> {
    const record = await store.read((reader) => getEndpoint(reader, id));
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

/** @throws MultistreamError `invalid_argument` for a stream that is not there */
function checkStream(reader: Reader, streamId: string | null | undefined): void {
  if (streamId === undefined || streamId === null || getStream(reader, streamId)) return;
  throw new MultistreamError("invalid_argument", "Invalid webhook endpoint: streamId names no stream.", {
    issues: [{ path: "streamId", message: "names no stream" }],
    hint: "Send the `id` of a stream (`str_…`), or leave it out for all streams.",
  });
}

function tooMany(limit: number): MultistreamError {
  return new MultistreamError("limit_exceeded", `There are ${limit} webhook endpoints already.`, {
    hint: "Delete one first. One endpoint can receive the events of all streams.",
  });
}
