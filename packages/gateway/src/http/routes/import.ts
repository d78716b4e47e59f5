import { createRoute } from "@hono/zod-openapi";
import { jsonAnswer, jsonBody } from "../json-content.ts";
import { readJson } from "../read-json.ts";
import type { Router } from "../route.ts";
import { pageOf } from "../schemas/answers.ts";
import { imported, importStreams } from "../schemas/moves.ts";
import type { ServicesOf } from "../services.ts";

const adopt = createRoute({
  method: "post",
  path: "/v1/streams/import",
  operationId: "importStreams",
  summary: "Take over streams that a provider has already, or tell which there are",
  description:
    "They get ids here and stay as they are. Keys of targets are read back where the provider tells them; else the target " +
    "says `needs_key` until its destination is given. Those that are here already are told with `already`, so that it is " +
    "harmless to repeat. By default nothing is taken over.",
  tags: ["Streams"],
  request: { body: jsonBody(importStreams) },
  responses: { 200: jsonAnswer("A page of what the provider has.", pageOf(imported)) },
});

/** Takes over what a provider has already. */
export function addImportRoute(add: Router, services: ServicesOf): void {
  add(
    { unbound: ["write"] },
    adopt,
    async (c) => c.json(await services(c).streams.import(await readJson(c)), 200),
    // One of the ids that are named is not there.
    [404],
  );
}
