import { createRoute } from "@hono/zod-openapi";
import { jsonAnswer, jsonBody } from "../json-content.ts";
import { readJson } from "../read-json.ts";
import type { Router } from "../route.ts";
import { switched, switchStream } from "../schemas/moves.ts";
import type { ServicesOf } from "../services.ts";
import { streamParams } from "./params.ts";

const move = createRoute({
  method: "post",
  path: "/v1/streams/{id}/switch",
  operationId: "switchStream",
  summary: "Move a stream to another provider, or tell what would become of it",
  description:
    "Ids, names, wishes and keys stay; the encoder gets a new address and key. By default nothing is changed and only the " +
    "plan is told. It is done while the stream is idle, step by step, and goes on after a crash; nothing else is changed on " +
    "the stream meanwhile. The former provider sends nowhere any more before the new address is told. Needs the scopes " +
    "`write` and `ingest`.",
  tags: ["Streams"],
  request: { params: streamParams, body: jsonBody(switchStream) },
  responses: { 200: jsonAnswer("The plan, and where it was done the stream and its new ingest.", switched) },
});

/** Moves a stream to another provider. */
export function addSwitchRoute(add: Router, services: ServicesOf): void {
  add(["write", "ingest"], move, async (c) =>
    c.json(await services(c).streams.switch(c.req.param("id"), await readJson(c)), 200),
  );
}
