import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Inbox } from "../../inbox/inbox.ts";
import type { IncomingMeter } from "../../metrics/webhook-meters.ts";
import { HttpError } from "../http-error.ts";
import { jsonAnswer } from "../json-content.ts";
import { readWebhookBody } from "../read-webhook-body.ts";
import type { Router } from "../route.ts";

const receive = createRoute({
  method: "post",
  path: "/webhooks/{instance}",
  operationId: "receiveWebhook",
  summary: "Where a provider sends its webhooks",
  description:
    "Needs no key: the signature proves the sender. 200 means that it is stored, or was before. 401: nothing proves the " +
    "sender (503 where the provider would not send it again). 503: it is not stored, send it again. At most 1 MiB.",
  tags: ["Webhooks"],
  request: {
    params: z.object({ instance: z.string().meta({ description: "The name of a provider instance in the config." }) }),
    body: {
      required: true,
      content: { "application/json": { schema: z.unknown(), example: { type: "video.live_stream.active", data: {} } } },
    },
  },
  responses: { 200: jsonAnswer("It is stored.", z.object({ received: z.literal(true) })) },
});

/** `/webhooks/{instance}` */
export function addWebhookReceiver(add: Router, inbox: Inbox, meter: IncomingMeter): void {
  add(
    "open",
    receive,
    async (c) => {
      const instance = c.req.param("instance");
      const receipt = await inbox.receive(instance, {
        url: c.req.url,
        headers: c.req.raw.headers,
        read: (maxBytes, count) => readWebhookBody(c, maxBytes, count),
      });
      meter.received(instance, receipt.status);
      if (receipt.status === 200) return c.json({ received: true as const }, 200);
      const { code, message, hint, provider, retryable, retryAfterMs } = receipt.error;
      const isLater = receipt.status === 503;
      throw new HttpError(receipt.status, code, message, {
        hint,
        provider,
        retryable: isLater || retryable,
        retryAfterMs,
      });
    },
    [401],
  );
}
