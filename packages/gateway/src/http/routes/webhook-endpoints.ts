import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { listDeliveriesInput, listEndpointsInput } from "../../outbox/inputs.ts";
import { readJson, readOptionalJson } from "../read-json.ts";
import { jsonAnswer, jsonBody } from "../json-content.ts";
import { queryOf } from "../query-of.ts";
import type { Router } from "../route.ts";
import type { SendingOf } from "../services.ts";
import { pageOf } from "../schemas/answers.ts";
import {
  createdWebhookEndpoint,
  createWebhookEndpoint,
  delivery,
  replayDeliveries,
  rotatedSecret,
  rotateSecret,
  updateWebhookEndpoint,
  webhookEndpoint,
} from "../schemas/webhooks-out.ts";

const tags = ["Webhooks"];
const params = z.object({ id: z.string().meta({ description: "`whe_…`" }) });

const create = createRoute({
  method: "post",
  path: "/v1/webhook-endpoints",
  operationId: "createWebhookEndpoint",
  summary: "Have events sent to a URL",
  description:
    "Every event is posted as it stands in `/v1/events`, signed by Standard Webhooks 1.0, at least once and in no order: " +
    "deduplicate by `webhook-id`. Answer 2xx within 20 seconds; else it is repeated for three days. 410 ends it.",
  tags,
  request: { body: jsonBody(createWebhookEndpoint) },
  responses: {
    201: {
      ...jsonAnswer("The endpoint, with its signing secret.", createdWebhookEndpoint),
      headers: z.object({ Location: z.string() }),
    },
  },
});

const list = createRoute({
  method: "get",
  path: "/v1/webhook-endpoints",
  operationId: "listWebhookEndpoints",
  summary: "List webhook endpoints, oldest first",
  tags,
  request: { query: listEndpointsInput },
  responses: { 200: jsonAnswer("A page of endpoints.", pageOf(webhookEndpoint)) },
});

const get = createRoute({
  method: "get",
  path: "/v1/webhook-endpoints/{id}",
  operationId: "getWebhookEndpoint",
  summary: "Get a webhook endpoint",
  tags,
  request: { params },
  responses: { 200: jsonAnswer("The endpoint.", webhookEndpoint) },
});

const update = createRoute({
  method: "patch",
  path: "/v1/webhook-endpoints/{id}",
  operationId: "updateWebhookEndpoint",
  summary: "Change a webhook endpoint, or switch it on or off",
  description: "Switching it off cancels what is pending for it; that can be sent again later.",
  tags,
  request: { params, body: jsonBody(updateWebhookEndpoint) },
  responses: { 200: jsonAnswer("The endpoint after the change.", webhookEndpoint) },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/webhook-endpoints/{id}",
  operationId: "deleteWebhookEndpoint",
  summary: "Delete a webhook endpoint with its deliveries; one that is gone already is a success",
  tags,
  request: { params },
  responses: { 204: { description: "It is gone." } },
});

const rotate = createRoute({
  method: "post",
  path: "/v1/webhook-endpoints/{id}/rotate-secret",
  operationId: "rotateWebhookSecret",
  summary: "Make a new signing secret; the former one signs too for a while",
  description: "The body may be left out.",
  tags,
  request: { params, body: { content: { "application/json": { schema: rotateSecret } } } },
  responses: { 200: jsonAnswer("The new secret.", rotatedSecret) },
});

const listDeliveries = createRoute({
  method: "get",
  path: "/v1/webhook-endpoints/{id}/deliveries",
  operationId: "listDeliveries",
  summary: "List the deliveries of a webhook endpoint, newest first",
  tags,
  request: { params, query: listDeliveriesInput },
  responses: { 200: jsonAnswer("A page of deliveries.", pageOf(delivery)) },
});

const replay = createRoute({
  method: "post",
  path: "/v1/webhook-endpoints/{id}/replay",
  operationId: "replayDeliveries",
  summary: "Send deliveries again",
  description:
    "With the same event ids, oldest first; at most 10 000 at a time: repeat it for more. The body may be left out.",
  tags,
  request: { params, body: { content: { "application/json": { schema: replayDeliveries } } } },
  responses: {
    202: jsonAnswer(
      "How many are sent again.",
      z.object({
        replayed: z
          .int()
          .nonnegative()
          .meta({ examples: [12] }),
      }),
    ),
  },
});

/** `/v1/webhook-endpoints` and what belongs to one endpoint. */
export function addWebhookEndpointRoutes(add: Router, sending: SendingOf): void {
  add(["admin"], create, async (c) => {
    const { endpoint, secret } = await sending(c).endpoints.create(await readJson(c), { ids: c.get("ids") });
    c.header("Location", `/v1/webhook-endpoints/${endpoint.id}`);
    return c.json({ ...endpoint, secret: secret.reveal() }, 201);
  });
  add(["admin"], list, async (c) => c.json(await sending(c).endpoints.list(queryOf(c, { numbers: ["limit"] })), 200));
  add(["admin"], get, async (c) => c.json(await sending(c).endpoints.get(c.req.param("id")), 200));
  add(["admin"], update, async (c) =>
    c.json(await sending(c).endpoints.update(c.req.param("id"), await readJson(c)), 200),
  );
  add(["admin"], remove, async (c) => {
    await sending(c).endpoints.delete(c.req.param("id"));
    return c.body(null, 204);
  });
  add(["admin"], rotate, async (c) => {
    const { secret, ...rest } = await sending(c).endpoints.rotateSecret(c.req.param("id"), await readOptionalJson(c));
    return c.json({ secret: secret.reveal(), ...rest }, 200);
  });
  add(["admin"], listDeliveries, async (c) => {
    const query = queryOf(c, { numbers: ["limit"] });
    return c.json(await sending(c).deliveries.list(c.req.param("id"), query), 200);
  });
  add(["admin"], replay, async (c) =>
    c.json(await sending(c).deliveries.replayMany(c.req.param("id"), await readOptionalJson(c)), 202),
  );
}
