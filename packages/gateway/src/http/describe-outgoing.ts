import * as z from "zod";
import type { App } from "./app.ts";
import { event } from "./schemas/answers.ts";

const headers = z.object({
  "webhook-id": z.string().meta({ description: "The event's id, the same in every attempt: deduplicate by it." }),
  "webhook-timestamp": z.string().meta({ description: "When this attempt was made, in seconds since 1970." }),
  "webhook-signature": z.string().meta({
    description: "`v1,…`, with a space between several: HMAC-SHA256 over `<id>.<timestamp>.<body>` in base64.",
  }),
});

/** Adds to the document what webhook endpoints get. */
export function describeOutgoing(app: App): void {
  app.openAPIRegistry.registerWebhook({
    method: "post",
    path: "event",
    operationId: "receiveEvent",
    summary: "What is posted to webhook endpoints",
    description:
      "Signed by Standard Webhooks 1.0. Verify the raw body, answer, then work: it is delivered at least once, in no order.",
    tags: ["Webhooks"],
    security: [],
    request: { headers, body: { required: true, content: { "application/json": { schema: event } } } },
    responses: {
      "2XX": { description: "Delivered, if answered within 20 seconds." },
      "410": { description: "The endpoint is disabled, and what is pending for it canceled." },
      default: {
        description: "Tried again, for about three days; after 429 and 503 no sooner than `Retry-After` says.",
      },
    },
  });
}
