import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Inbox } from "../../inbox/inbox.ts";
import { readOptionalJson } from "../read-json.ts";
import { jsonAnswer, jsonBody } from "../json-content.ts";
import type { Router } from "../route.ts";
import { connect as connectBody, connection } from "../schemas/webhooks-in.ts";

const tags = ["Webhooks"];
const name = z.string().meta({ description: "The name of a provider instance in the config." });

const connect = createRoute({
  method: "post",
  path: "/v1/providers/{name}/webhooks",
  operationId: "connectProvider",
  summary: "Make a provider send its webhooks to this gateway",
  description: "The signing secret is kept sealed and never shown. What the adapter is configured with stays valid.",
  tags,
  request: { params: z.object({ name }), body: { ...jsonBody(connectBody), required: false } },
  responses: { 201: jsonAnswer("The endpoint that the provider was told of.", connection) },
});

const list = createRoute({
  method: "get",
  path: "/v1/providers/{name}/webhooks",
  operationId: "listProviderWebhooks",
  summary: "List the endpoints of this gateway that a provider was told of, newest first",
  tags,
  request: { params: z.object({ name }) },
  responses: { 200: jsonAnswer("All of them, without their secrets.", z.object({ data: z.array(connection) })) },
});

const forget = createRoute({
  method: "delete",
  path: "/v1/providers/{name}/webhooks/{id}",
  operationId: "forgetProviderWebhook",
  summary: "Believe what is signed for an endpoint no more; at the provider it stays",
  tags,
  request: { params: z.object({ name, id: z.string().meta({ description: "`pwh_…`" }) }) },
  responses: { 204: { description: "It is forgotten." } },
});

/** `/v1/providers/{name}/webhooks` */
export function addProviderWebhookRoutes(add: Router, inbox: Inbox): void {
  add({ unbound: ["admin"] }, connect, async (c) =>
    c.json(await inbox.connect(c.req.param("name"), await readOptionalJson(c)), 201),
  );
  add({ unbound: ["admin"] }, list, async (c) => c.json({ data: await inbox.connections(c.req.param("name")) }, 200));
  add({ unbound: ["admin"] }, forget, async (c) => {
    await inbox.forget(c.req.param("name"), c.req.param("id"));
    return c.body(null, 204);
  });
}
