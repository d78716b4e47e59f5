import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { jsonAnswer } from "../json-content.ts";
import type { Router } from "../route.ts";
import type { SendingOf } from "../services.ts";
import { delivery, loggedDelivery } from "../schemas/webhooks-out.ts";

const tags = ["Webhooks"];
const params = z.object({ id: z.string().meta({ description: "`dlv_…`" }) });

const get = createRoute({
  method: "get",
  path: "/v1/deliveries/{id}",
  operationId: "getDelivery",
  summary: "Get a delivery with the log of its attempts",
  tags,
  request: { params },
  responses: { 200: jsonAnswer("The delivery.", loggedDelivery) },
});

const replay = createRoute({
  method: "post",
  path: "/v1/deliveries/{id}/replay",
  operationId: "replayDelivery",
  summary: "Send a delivery again, with the same event id; a pending one is sent at once",
  tags,
  request: { params },
  responses: { 202: jsonAnswer("The delivery, pending.", delivery) },
});

/** `/v1/deliveries` */
export function addDeliveryRoutes(add: Router, sending: SendingOf): void {
  add(["admin"], get, async (c) => c.json(await sending(c).deliveries.get(c.req.param("id")), 200));
  add(["admin"], replay, async (c) => c.json(await sending(c).deliveries.replay(c.req.param("id")), 202));
}
