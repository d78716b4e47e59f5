import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { listTargetsInput, listTargetsOfInput } from "../../control/inputs.ts";
import { HttpError } from "../http-error.ts";
import { readJson } from "../read-json.ts";
import { jsonAnswer, jsonBody } from "../json-content.ts";
import { queryOf } from "../query-of.ts";
import type { Router } from "../route.ts";
import { pageOf, pending, target } from "../schemas/answers.ts";
import { createTarget, targetList, updateTarget } from "../schemas/inputs.ts";
import type { ServicesOf } from "../services.ts";
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
  request: { params: streamParams, query: listTargetsOfInput },
  responses: { 200: jsonAnswer("A page of the stream's targets.", pageOf(target)) },
});

const replace = createRoute({
  method: "put",
  path: "/v1/streams/{id}/targets",
  operationId: "replaceTargets",
  summary: "Have a stream push to this list of targets",
  description:
    "Each is found again by its `reference`: what is missing is made, what differs is changed, and what fits is left " +
    "alone, so that it is harmless to repeat. The list is taken as a whole or not at all. With `prune=true`, targets that " +
    "have a `reference` which is not in the list are deleted; those without one stay.",
  tags,
  request: {
    params: streamParams,
    query: z.object({
      prune: z
        .enum(["true", "false"])
        .optional()
        .meta({ description: "Delete what is not in the list? Default false." }),
    }),
    body: jsonBody(targetList),
  },
  responses: { 200: jsonAnswer("All targets of the stream, oldest first.", z.object({ data: z.array(target) })) },
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
export function addTargetRoutes(add: Router, services: ServicesOf): void {
  add(["write"], create, async (c) => {
    const streamId = c.req.param("id");
    const created = await services(c).targets.create(streamId, await readJson(c), { ids: c.get("ids") });
    c.header("Location", `/v1/streams/${created.streamId}/targets/${created.id}`);
    return c.json(created, 201);
  });
  add(["read"], list, async (c) =>
    c.json(await services(c).targets.page(c.req.param("id"), queryOf(c, { numbers: ["limit"] })), 200),
  );
  add(["write"], replace, async (c) => {
    const prune = pruneOf(c.req.query("prune"));
    const data = await services(c).targets.replace(c.req.param("id"), await readJson(c), { prune });
    return c.json({ data }, 200);
  });
  add(["read"], find, async (c) => c.json(await services(c).targets.find(queryOf(c, { numbers: ["limit"] })), 200));
  add(["read"], get, async (c) => c.json(await services(c).targets.get(pathOf(c.req.param())), 200));
  add(["write"], update, async (c) => {
    const path = pathOf(c.req.param());
    return c.json(await services(c).targets.update(path, await readJson(c)), 200);
  });
  add(["write"], restart, async (c) => c.json(await services(c).targets.restart(pathOf(c.req.param())), 200));
  add(["write"], remove, async (c) => {
    const { pending } = await services(c).targets.delete(pathOf(c.req.param()));
    return pending ? c.json({ pending }, 202) : c.body(null, 204);
  });
}

/** @throws HttpError 422: a word that is misread would delete targets, or keep them. */
function pruneOf(word: string | undefined): boolean {
  if (word === undefined || word === "true" || word === "false") return word === "true";
  throw new HttpError(422, "invalid_argument", "Invalid query: prune must be true or false.", {
    issues: [{ path: "prune", message: "must be true or false" }],
    hint: "Send `prune=true` to delete what is not in the list, or leave it out.",
  });
}

function pathOf({ id, targetId }: { id: string; targetId: string }): { streamId: string; id: string } {
  return { streamId: id, id: targetId };
}
