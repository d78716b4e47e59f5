import * as z from "zod";
import { attemptSchema, deliverySchema } from "../../outbox/delivery.ts";
import { webhookEndpointSchema } from "../../outbox/endpoint.ts";
import { deliveredEventTypes } from "../../outbox/event-filter.ts";
import {
  createEndpointInput,
  replayDeliveriesInput,
  rotateSecretInput,
  updateEndpointInput,
} from "../../outbox/inputs.ts";

const shown = {
  id: "whe_0W3nq2aB00Hj7tRp5cXyMd",
  url: "https://example.com/hooks/polycast?token=***",
  events: ["target.retrying", "target.failed"],
  description: "the on-call bot",
  enabled: true,
  createdAt: "2026-03-01T19:30:00.000Z",
  updatedAt: "2026-03-01T19:30:00.000Z",
};
const sent = {
  id: "dlv_0W3nr1900Vb6sKq2mTz8Lw",
  endpointId: shown.id,
  eventId: "evt_0W3nr1900Kx4mQz81sWvT",
  eventType: "target.retrying",
  state: "pending",
  attempts: 1,
  nextAttemptAt: "2026-03-06T19:30:17.912Z",
  createdAt: "2026-03-06T19:30:12.480Z",
  lastStatus: 500,
  lastError: "http_500",
  lastDurationMs: 84,
} as const;
const newSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/** Where events are sent to. */
export const webhookEndpoint = webhookEndpointSchema
  .extend({
    url: z.string().meta({
      description:
        "Where events are sent to, without what may be a secret: the values of its query, and its path from the first part on that is no plain word (lower-case letters, or a version).",
    }),
    disabledReason: z.string().optional().meta({
      description: "Why it was switched off by itself: `gone` (it answered 410), `failing` (5 days without a success).",
    }),
  })
  .meta({ id: "WebhookEndpoint", examples: [shown] });

const secret = z.string().meta({
  description: "`whsec_…`: what deliveries are signed with. Shown this once.",
  readOnly: true,
});

/** An endpoint that was just made. */
export const createdWebhookEndpoint = webhookEndpoint
  .extend({ secret })
  .meta({ id: "CreatedWebhookEndpoint", examples: [{ ...shown, secret: newSecret }] });

/** A secret that was just made. */
export const rotatedSecret = z.object({ secret, previousExpiresAt: z.iso.datetime().optional() }).meta({
  id: "RotatedSecret",
  description: "The new secret, and until when the former one signs too.",
  examples: [{ secret: newSecret, previousExpiresAt: "2026-03-07T19:30:00.000Z" }],
});

/** The body that rotates a secret. */
export const rotateSecret = rotateSecretInput.meta({ id: "RotateSecret", examples: [{ overlapSeconds: 86_400 }] });

/** One event for one endpoint. */
export const delivery = deliverySchema.meta({ id: "Delivery", examples: [sent] });

/** A delivery with its log. */
export const loggedDelivery = deliverySchema
  .extend({ log: z.array(attemptSchema).meta({ description: "The last 20 attempts, oldest first." }) })
  .meta({
    id: "LoggedDelivery",
    examples: [{ ...sent, log: [{ at: sent.createdAt, status: 500, error: "http_500", durationMs: 84 }] }],
  });

/** The body that sends many deliveries again. */
export const replayDeliveries = replayDeliveriesInput.meta({
  id: "ReplayDeliveries",
  examples: [{ state: "failed", createdAfter: "2026-03-06T00:00:00Z" }],
});

const events = { description: `Event types; else all. ${deliveredEventTypes.join(", ")}` };

/** The body that creates an endpoint. */
export const createWebhookEndpoint = createEndpointInput
  .extend({ events: createEndpointInput.shape.events.meta(events) })
  .meta({
    id: "CreateWebhookEndpoint",
    examples: [
      {
        url: "https://example.com/hooks/polycast",
        events: shown.events,
        description: shown.description,
      },
    ],
  });

/** The body that changes an endpoint. */
export const updateWebhookEndpoint = updateEndpointInput.meta({
  id: "UpdateWebhookEndpoint",
  description: "Absent fields stay; null empties a field.",
  examples: [{ enabled: false }, { events: null, description: "all events" }],
});
