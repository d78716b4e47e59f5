import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Inbox } from "../../inbox/inbox.ts";
import { listInboxInput } from "../../inbox/inputs.ts";
import { readJson } from "../read-json.ts";
import { jsonAnswer, jsonBody } from "../json-content.ts";
import { queryOf } from "../query-of.ts";
import type { Router } from "../route.ts";
import { pageOf } from "../schemas/answers.ts";
import { inboxItem, replayInbox } from "../schemas/webhooks-in.ts";

const tags = ["Webhooks"];
const params = z.object({ id: z.string().meta({ description: "`inb_…`" }) });

const list = createRoute({
  method: "get",
  path: "/v1/inbox",
  operationId: "listInbox",
  summary: "List the webhooks that providers have sent, newest first",
  tags,
  request: { query: listInboxInput },
  responses: { 200: jsonAnswer("A page of webhooks, without their bodies.", pageOf(inboxItem)) },
});

const get = createRoute({
  method: "get",
  path: "/v1/inbox/{id}",
  operationId: "getInboxItem",
  summary: "Get a webhook that a provider has sent",
  tags,
  request: { params },
  responses: { 200: jsonAnswer("The webhook, without its body.", inboxItem) },
});

const replay = createRoute({
  method: "post",
  path: "/v1/inbox/{id}/replay",
  operationId: "replayInboxItem",
  summary: "Process a webhook again",
  description: "A quarantined one is believed then, if its signature was right. What it tells counts by its own time.",
  tags,
  request: { params },
  responses: { 202: jsonAnswer("It is processed soon.", inboxItem) },
});

const replayMany = createRoute({
  method: "post",
  path: "/v1/inbox/replay",
  operationId: "replayInbox",
  summary: "Process many webhooks again, in the order in which they came",
  tags,
  request: { body: jsonBody(replayInbox) },
  responses: {
    202: jsonAnswer("How many are processed soon.", z.object({ replayed: z.int().meta({ examples: [12] }) })),
  },
});

/** `/v1/inbox` */
export function addInboxRoutes(add: Router, inbox: Inbox): void {
  add({ unbound: ["admin"] }, list, async (c) => c.json(await inbox.list(queryOf(c, { numbers: ["limit"] })), 200));
  add({ unbound: ["admin"] }, get, async (c) => c.json(await inbox.get(c.req.param("id")), 200));
  add({ unbound: ["admin"] }, replay, async (c) => c.json(await inbox.replay(c.req.param("id")), 202));
  add({ unbound: ["admin"] }, replayMany, async (c) => c.json(await inbox.replayMany(await readJson(c)), 202));
}
