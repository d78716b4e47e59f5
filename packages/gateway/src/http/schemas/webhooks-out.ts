import * as z from "zod";
import { attemptSchema, deliverySchema } from "../../outbox/delivery.ts";
import { webhookEndpointSchema } from "../../outbox/endpoint.ts";
import { deliveredEventTypes } from "../../outbox/event-filter.ts";
import { createEndpointInput, updateEndpointInput } from "../../outbox/inputs.ts";

/** Where events are sent to. */
export const webhookEndpoint = webhookEndpointSchema
  .extend({
    url: z.string().meta({ description: "Where events are sent to; the values of its query are masked." }),
    disabledReason: z.string().optional().meta({
      description: "Why it was switched off by itself: `gone` (it answered 410), `failing` (5 days without a success).",
    }),
  })
  .meta({ id: "WebhookEndpoint" });

const secret = z.string().meta({ description: "`whsec_…`: what deliveries are signed with. Shown this once." });

/** An endpoint that was just made. */
export const createdWebhookEndpoint = webhookEndpoint.extend({ secret }).meta({ id: "CreatedWebhookEndpoint" });

/** A secret that was just made. */
export const rotatedSecret = z
  .object({ secret, previousExpiresAt: z.iso.datetime().optional() })
  .meta({ id: "RotatedSecret", description: "The new secret, and until when the former one signs too." });

/** One event for one endpoint. */
export const delivery = deliverySchema.meta({ id: "Delivery" });

/** A delivery with its log. */
export const loggedDelivery = deliverySchema
  .extend({ log: z.array(attemptSchema).meta({ description: "The last 20 attempts, oldest first." }) })
  .meta({ id: "LoggedDelivery" });

const events = { description: `Event types; else all. ${deliveredEventTypes.join(", ")}` };

/** The body that creates an endpoint. */
export const createWebhookEndpoint = createEndpointInput
  .extend({ events: createEndpointInput.shape.events.meta(events) })
  .meta({ id: "CreateWebhookEndpoint" });

/** The body that changes an endpoint. */
export const updateWebhookEndpoint = updateEndpointInput.meta({
  id: "UpdateWebhookEndpoint",
  description: "Absent fields stay; null empties a field.",
});
