import { createRoute } from "@hono/zod-openapi";
import type { Stream } from "@polycast/core";
import * as z from "zod";
import { listStreamsInput } from "../../control/inputs.ts";
import { readJson } from "../read-json.ts";
import { jsonAnswer, jsonBody } from "../json-content.ts";
import { jsonText } from "../json-text.ts";
import { queryOf } from "../query-of.ts";
import type { Router } from "../route.ts";
import { ingest, pageOf, pending, stream } from "../schemas/answers.ts";
import { createStream, updateStream } from "../schemas/inputs.ts";
import type { ServicesOf } from "../services.ts";
import { streamParams } from "./params.ts";

const tags = ["Streams"];

const create = createRoute({
  method: "post",
  path: "/v1/streams",
  operationId: "createStream",
  summary: "Create a stream with its targets, all or nothing",
  tags,
  request: { body: jsonBody(createStream) },
  responses: {
    201: {
      ...jsonAnswer("The stream, and where the encoder sends to.", z.object({ stream, ingest: z.array(ingest) })),
      headers: z.object({ Location: z.string() }),
    },
  },
});

const list = createRoute({
  method: "get",
  path: "/v1/streams",
  operationId: "listStreams",
  summary: "List streams, newest first",
  tags,
  request: { query: listStreamsInput },
  responses: { 200: jsonAnswer("A page of streams.", pageOf(stream)) },
});

const get = createRoute({
  method: "get",
  path: "/v1/streams/{id}",
  operationId: "getStream",
  summary: "Get a stream with its targets",
  tags,
  request: { params: streamParams },
  responses: { 200: jsonAnswer("The stream.", stream) },
});

const update = createRoute({
  method: "patch",
  path: "/v1/streams/{id}",
  operationId: "updateStream",
  summary: "Change a stream, or switch it on or off",
  tags,
  request: { params: streamParams, body: jsonBody(updateStream) },
  responses: { 200: jsonAnswer("The stream after the change.", stream) },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/streams/{id}",
  operationId: "deleteStream",
  summary: "Delete a stream with its targets; one that is gone already is a success",
  tags,
  request: { params: streamParams },
  responses: {
    202: jsonAnswer("The provider deletes it later.", z.object({ pending })),
    204: { description: "It is gone." },
  },
});

const end = createRoute({
  method: "post",
  path: "/v1/streams/{id}/end",
  operationId: "endStream",
  summary: "End the running session; the encoder may return",
  tags,
  request: { params: streamParams },
  responses: { 200: jsonAnswer("The stream.", stream) },
});

/** `/v1/streams` and what belongs to one stream. */
export function addStreamRoutes(add: Router, services: ServicesOf): void {
  add(["write"], create, async (c) => {
    const created = await services(c).streams.create(await readJson(c), { ids: c.get("ids") });
    c.header("Location", `/v1/streams/${created.stream.id}`);
    return c.json(created, 201);
  });
  add(["read"], list, async (c) => c.json(await services(c).streams.list(queryOf(c, { numbers: ["limit"] })), 200));
  add(["read"], get, (c) => {
    const text = services(c).streams.getText(c.req.param("id"));
    const answer = (one: string) => jsonText<Stream>(c, one);
    return text instanceof Promise ? text.then(answer) : answer(text);
  });
  add(["write"], update, async (c) =>
    c.json(await services(c).streams.update(c.req.param("id"), await readJson(c)), 200),
  );
  add(["write"], remove, async (c) => {
    const { pending } = await services(c).streams.delete(c.req.param("id"));
    return pending ? c.json({ pending }, 202) : c.body(null, 204);
  });
  add(["write"], end, async (c) => c.json(await services(c).streams.end(c.req.param("id")), 200));
}
