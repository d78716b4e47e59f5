import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { jsonAnswer } from "../json-content.ts";
import type { Router } from "../route.ts";
import { actions, ingest } from "../schemas/answers.ts";
import type { ServicesOf } from "../services.ts";
import { streamParams } from "./params.ts";

const tags = ["Streams"];

const get = createRoute({
  method: "get",
  path: "/v1/streams/{id}/ingest",
  operationId: "getIngest",
  summary: "Get the encoder's credentials",
  description: "Needs the scope `ingest`.",
  tags,
  request: { params: streamParams },
  responses: { 200: jsonAnswer("Where the encoder sends to.", z.object({ data: z.array(ingest) })) },
});

const rotate = createRoute({
  method: "post",
  path: "/v1/streams/{id}/ingest/rotate",
  operationId: "rotateIngest",
  summary: "Make new credentials; a publisher with the old ones is disconnected",
  description: "Needs the scopes `write` and `ingest`.",
  tags,
  request: { params: streamParams },
  responses: { 200: jsonAnswer("Where the encoder sends to from now on.", z.object({ data: z.array(ingest) })) },
});

const listActions = createRoute({
  method: "get",
  path: "/v1/streams/{id}/actions",
  operationId: "listActions",
  summary: "What may be done now, and when it takes effect",
  tags,
  request: { params: streamParams },
  responses: { 200: jsonAnswer("A decision for every operation.", actions) },
});

/** What a provider may answer that is asked for them. */
const ofProvider = [409, 502, 504] as const;

/** The credentials of a stream, and what may be done with it. */
export function addIngestRoutes(add: Router, services: ServicesOf): void {
  add(
    ["ingest"],
    get,
    async (c) => c.json({ data: await services(c).streams.getIngest(c.req.param("id")) }, 200),
    ofProvider,
  );
  add(["write", "ingest"], rotate, async (c) =>
    c.json({ data: await services(c).streams.rotateIngest(c.req.param("id")) }, 200),
  );
  add(
    ["read"],
    listActions,
    async (c) => c.json(await services(c).streams.actions(c.req.param("id")), 200),
    ofProvider,
  );
}
