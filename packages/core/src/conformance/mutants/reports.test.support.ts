import { WebhookVerificationError } from "../../errors/webhook-verification-error.ts";
import { Secret } from "../../redaction/secret.ts";
import { type Mutants, reportsAre, translationsAre, webhooks } from "./mutate.test.support.ts";

const refuse = (): never => {
  throw new WebhookVerificationError("wrong_signature", { provider: "fake" });
};

export const reportMutants: Mutants = {
  "status.poll": { mutate: (adapter) => ({ ...adapter, poll: async () => [] }) },
  "status.watch": { mutate: reportsAre((observation) => (observation.kind === "target" ? undefined : observation)) },
  "status.watch-finds": {
    table: "strict",
    // Tells of a stream only when it is asked for it alone.
    mutate: (adapter) => ({
      ...adapter,
      poll: async (query, context) =>
        query.streamId === undefined ? [] : ((await adapter.poll?.(query, context)) ?? []),
    }),
  },
  "status.push": { mutate: reportsAre((observation) => ({ ...observation, sequence: 1 })) },
};

export const webhookMutants: Mutants = {
  "webhooks.true": { mutate: webhooks(() => ({ verify: async () => refuse() })) },
  "webhooks.tampered": {
    // Looks at the time and at the form of the signature, and not at the body.
    mutate: webhooks(() => ({
      verify: async ({ body }, { secrets = [] } = {}) => {
        if (secrets.length === 0) refuse();
        const payload = new Secret<unknown>(new TextDecoder().decode(body));
        return { eventId: "1", type: "stream.changed", occurredAt: "2026-03-01T12:00:00.000Z", payload };
      },
    })),
  },
  "webhooks.other-secret": {
    mutate: webhooks((right) => ({
      verify: (delivery, { secrets: _secrets, ...options } = {}) => right.verify(delivery, options),
    })),
  },
  "webhooks.no-signature": {
    mutate: webhooks((right) => ({
      verify: async (delivery, options) => {
        if ([...delivery.headers].length > 0) return right.verify(delivery, options);
        const payload = new Secret<unknown>({});
        return { eventId: "1", type: "stream.changed", occurredAt: "2026-03-01T12:00:00.000Z", payload };
      },
    })),
  },
  "webhooks.other-time": {
    mutate: webhooks((right) => ({
      verify: (delivery, options) => right.verify(delivery, { ...options, toleranceSeconds: Infinity }),
    })),
  },
  "webhooks.rotation": {
    mutate: webhooks((right) => ({
      verify: (delivery, options) =>
        right.verify(delivery, options?.secrets ? { ...options, secrets: options.secrets.slice(0, 1) } : options),
    })),
  },
  "webhooks.event-id": {
    mutate: webhooks((right) => ({
      verify: async (delivery, options) => ({
        ...(await right.verify(delivery, options)),
        eventId: crypto.randomUUID(),
      }),
    })),
  },
  "webhooks.unknown-type": {
    mutate: webhooks((right) => ({ translate: (webhook) => right.translate({ ...webhook, type: "stream.changed" }) })),
  },
  "webhooks.garbage": {
    mutate: webhooks((right) => ({
      translate: (webhook) => {
        if (JSON.stringify(webhook.payload.reveal()) === "{}") refuse();
        return right.translate(webhook);
      },
    })),
  },
  "webhooks.ids": { mutate: translationsAre(() => ({ streamId: "asset-1" })) },
  "webhooks.repeated": {
    mode: "with state",
    // Numbers by the order of arrival instead of by the provider's time.
    mutate: (adapter, fake) => {
      let arrived = 1_000;
      return translationsAre(() => ({ sequence: (arrived += 1) }))(adapter, fake);
    },
  },
};
