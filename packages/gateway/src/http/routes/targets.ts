import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { ControlPlane } from "../../control/control-plane.ts";
import { listTargetsInput } from "../../control/inputs.ts";
import { readJson } from "../read-json.ts";
import { jsonAnswer, jsonBody, queryOf, type Router } from "../route.ts";
import { pageOf, pending, target } from "../schemas/answers.ts";
import { createTarget, updateTarget } from "../schemas/inputs.ts";
import { streamParams, targetParams } from "./params.ts";

const tags = ["Targets"];

const create = createRoute({
  method: "post",
  path: "/v1/streams/{id}/targets",
  operationId: "createTarget",
  summary: "Create a target on a stream",
  tags,
  request: { params: streamParams, body: jsonBody(createTarget) },
  responses: { 201: { ...jsonAnswer("The target.", target), headers: z.object({ Location: z.string() }) } },
});

const list = createRoute({
  method: "get",
  path: "/v1/streams/{id}/targets",
  operationId: "listTargets",
  summary: "List a stream's targets, oldest first",
  tags,
  request: { params: streamParams },
  responses: { 200: jsonAnswer("All targets of the stream.", pageOf(target)) },
});

const find = createRoute({
  method: "get",
  path: "/v1/targets",
  operationId: "findTargets",
  summary: "List targets over all streams, newest first",
  description: "Filtered by `state`, a page may hold fewer than `limit` and still have a `nextCursor`.",
  tags,
  request: { query: listTargetsInput },
  responses: { 200: jsonAnswer("A page of targets.", pageOf(target)) },
});

const get = createRoute({
  method: "get",
  path: "/v1/streams/{id}/targets/{targetId}",
  operationId: "getTarget",
  summary: "Get a target",
  tags,
  request: { params: targetParams },
  responses: { 200: jsonAnswer("The target.", target) },
});

const update = createRoute({
  method: "patch",
  path: "/v1/streams/{id}/targets/{targetId}",
  operationId: "updateTarget",
  summary: "Change a target, or switch it on or off",
  tags,
  request: { params: targetParams, body: jsonBody(updateTarget) },
  responses: { 200: jsonAnswer("The target after the change.", target) },
});

const restart = createRoute({
  method: "post",
  path: "/v1/streams/{id}/targets/{targetId}/restart",
  operationId: "restartTarget",
  summary: "Close the connection and dial again, also after `failed`",
  tags,
  request: { params: targetParams },
  responses: { 200: jsonAnswer("The target.", target) },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/streams/{id}/targets/{targetId}",
  operationId: "deleteTarget",
  summary: "Delete a target; one that is gone already is a success",
  tags,
  request: { params: targetParams },
  responses: {
    202: jsonAnswer("The provider deletes it later.", z.object({ pending })),
    204: { description: "It is gone." },
  },
});

/** `/v1/streams/{id}/targets` and `/v1/targets`. */
export function addTargetRoutes(add: Router, { targets }: ControlPlane): void {
  add(["write"], create, async (c) => {
    const streamId = c.req.param("id");
    const created = await targets.create(streamId, await readJson(c));
    c.header("Location", `/v1/streams/${created.streamId}/targets/${created.id}`);
    return c.json(created, 201);
  });
  add(["read"], list, async (c) => c.json({ data: await targets.list(c.req.param("id")) }, 200));
  add(["read"], find, async (c) => c.json(await targets.find(queryOf(c, { numbers: ["limit"] })), 200));
  add(["read"], get, async (c) => c.json(await targets.get(pathOf(c.req.param())), 200));
  add(["write"], update, async (c) => {
    const path = pathOf(c.req.param());
    return c.json(await targets.update(path, await readJson(c)), 200);
  });
  add(["write"], restart, async (c) => c.json(await targets.restart(pathOf(c.req.param())), 200));
  add(["write"], remove, async (c) => {
    const { pending } = await targets.delete(pathOf(c.req.param()));
    return pending ? c.json({ pending }, 202) : c.body(null, 204);
  });
}

function pathOf({ id, targetId }: { id: string; targetId: string }): { streamId: string; id: string } {
  return { streamId: id, id: targetId };
}
