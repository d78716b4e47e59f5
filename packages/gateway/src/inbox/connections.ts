import { isMultistreamError, MultistreamError } from "@polycast/core";
import { parseInput, restate, type Secret } from "@polycast/core/provider";
import type { Instance } from "../control/providers/instances.ts";
import {
  deleteProviderWebhook,
  insertProviderWebhook,
  listProviderWebhooks,
  newId,
  notify,
  providerWebhookPlace,
  type ProviderWebhookRecord,
  type Reading,
} from "../store/index.ts";
import { maskQuery, readEndpointUrl } from "../outbox/endpoint-url.ts";
import { toConnection } from "./connection.ts";
import type { Inbox, InboxOptions } from "./inbox.ts";
import { connectInput } from "./inputs.ts";
import type { StoredSecrets } from "./stored-secrets.ts";

type ConnectionsOptions = Pick<
  InboxOptions,
  "instances" | "store" | "sealer" | "clock" | "publicUrl" | "allowPrivate"
> & { secrets: StoredSecrets };

type Connections = Pick<Inbox, "connect" | "connections" | "forget">;

/** Every webhook is checked against the secret of each. */
const MAX_PER_INSTANCE = 10;

/** Makes what tells providers where to send their webhooks. */
export function createConnections(options: ConnectionsOptions): Connections {
  const { instances, store, sealer, clock, secrets } = options;
  const underWay = new Set<string>();

  const find = (name: string): Instance => {
    const instance = instances.find(name);
    if (instance) return instance;
    const known = instances.all().map((other) => other.name);
    throw new MultistreamError("not_found", "There is no such provider.", {
      hint: `Configured are: ${known.join(", ")}.`,
    });
  };

  const keep = async (record: Omit<ProviderWebhookRecord, "secretSealed">, secret: Secret<string>): Promise<void> => {
    const secretSealed = sealer.seal(secret.reveal(), providerWebhookPlace(record.id));
    try {
      await store.write(function* () {
        // Another process may have been told to connect it meanwhile.
        yield* assertNew(record.provider, record.url);
        yield* insertProviderWebhook({ ...record, secretSealed });
        yield* notify("webhooks", record.provider);
      });
    } catch (error) {
      if (!isMultistreamError(error)) throw error;
      throw restate(error, {
        outcome: "unknown",
        hint: `Delete the endpoint ${record.providerId} in the provider's dashboard, then connect again.`,
      });
    }
    await secrets.load();
  };

  const connect = async (instance: Instance, text: string) => {
    const { name, adapter } = instance;
    const url = readEndpointUrl(text, options.allowPrivate ?? false);
    const shown = maskQuery(url);
    await store.read(() => assertNew(name, shown));
    const { id: providerId, secret } = await instance.call(async (context) => {
      const registered = adapter.webhooks?.register?.(url, context);
      if (!registered) throw cannotRegister(instance, options.publicUrl);
      return registered;
    });
    const record = { id: newId("providerWebhook"), provider: name, providerId, url: shown, createdAt: clock.now() };
    await keep(record, secret);
    return toConnection({ ...record, secretSealed: "" });
  };

  return {
    async connect(name, input) {
      const instance = find(name);
      const { url = defaultUrl(options.publicUrl, name) } = parseInput(connectInput, input ?? {}, "connection");
      if (!instance.adapter.webhooks?.register) throw cannotRegister(instance, options.publicUrl);
      if (url === undefined) throw noUrl();
      if (underWay.has(name)) {
        throw new MultistreamError("conflict", "This provider is being connected at this moment.", { provider: name });
      }
      underWay.add(name);
      try {
        return await connect(instance, url);
      } finally {
        underWay.delete(name);
      }
    },
    async connections(name) {
      if (name !== undefined) find(name);
      return (await store.read(() => listProviderWebhooks(name))).map(toConnection);
    },
    async forget(name, id) {
      find(name);
      const gone = await store.write(function* () {
        const isGone = yield* deleteProviderWebhook(name, id);
        if (isGone) yield* notify("webhooks", name);
        return isGone;
      });
      if (!gone) {
        throw new MultistreamError("not_found", "There is no such connection.", {
          hint: `List them: GET /v1/providers/${name}/webhooks.`,
        });
      }
      await secrets.load();
    },
  };
}

/** @throws MultistreamError `conflict` for an address that is connected already, `limit_exceeded` */
function* assertNew(instance: string, url: string): Reading<void> {
  const known = yield* listProviderWebhooks(instance);
  const same = known.find((other) => other.url === url);
  if (same) {
    throw new MultistreamError("conflict", "This provider is connected to this address already.", {
      provider: instance,
      hint: `If its endpoint is gone there, forget it first: DELETE /v1/providers/${instance}/webhooks/${same.id}.`,
    });
  }
  if (known.length < MAX_PER_INSTANCE) return;
  throw new MultistreamError("limit_exceeded", `A provider has at most ${MAX_PER_INSTANCE} connections.`, {
    provider: instance,
    hint: `Forget one that is not in use any more: DELETE /v1/providers/${instance}/webhooks/{id}.`,
  });
}

function defaultUrl(publicUrl: string | undefined, name: string): string | undefined {
  return publicUrl === undefined ? undefined : `${publicUrl.replace(/\/+$/u, "")}/webhooks/${name}`;
}

function noUrl(): MultistreamError {
  return new MultistreamError("invalid_argument", "Where should the webhooks be sent to?", {
    issues: [{ path: "url", message: "is missing, and there is no public URL in the settings" }],
    hint: "Set POLYCAST_PUBLIC_URL (--public-url) to the gateway's address as the internet sees it, or send `url`.",
  });
}

function cannotRegister({ name, adapter }: Instance, publicUrl: string | undefined): MultistreamError {
  const { webhooks } = adapter;
  const address = defaultUrl(publicUrl, name) ?? `https://<this gateway>/webhooks/${name}`;
  const byHand = webhooks?.signed
    ? `Enter ${address} in its dashboard, and give the signing secret to the adapter.`
    : `Enter ${address}?token=<a long random word> in its dashboard, and give the same token to the adapter.`;
  return new MultistreamError("unsupported", `${name} cannot be told by its API where to send webhooks.`, {
    provider: name,
    hint: webhooks ? byHand : "It sends none: what happens there is reported or polled without them.",
  });
}
