import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { viewTokenInput } from "../../control/events/view-tokens.ts";
import { readOptionalJson } from "../read-json.ts";
import { jsonAnswer } from "../json-content.ts";
import type { Router } from "../route.ts";
import type { ServicesOf } from "../services.ts";
import { streamParams } from "./params.ts";

const viewToken = z
  .object({
    token: z.string().meta({ description: "`pcvt_…`, answered this once.", readOnly: true }),
    streamId: z.string(),
    expiresAt: z.iso.datetime(),
  })
  .meta({
    id: "ViewToken",
    examples: [
      {
        token: "pcvt_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY",
        streamId: "str_0W3nqz4h00Yb2kQx8rLmTc",
        expiresAt: "2026-03-06T19:40:00.000Z",
      },
    ],
  });

const createViewToken = viewTokenInput.meta({ id: "CreateViewToken", examples: [{ expiresInSeconds: 600 }] });

const create = createRoute({
  method: "post",
  path: "/v1/streams/{id}/view-tokens",
  operationId: "createViewToken",
  summary: "Make a token that lets a browser follow one stream for a while",
  description:
    "It goes into the address `/v1/events/stream?token=…`, which then tells this one stream, without `reference`, " +
    "`metadata`, `bindings` and `providerMetadata`. It opens nothing else, and ends with the stream. The body may be left out.",
  tags: ["Events"],
  request: { params: streamParams, body: { content: { "application/json": { schema: createViewToken } } } },
  responses: { 201: jsonAnswer("The token.", viewToken) },
});

/** `/v1/streams/{id}/view-tokens` */
export function addViewTokenRoutes(add: Router, services: ServicesOf): void {
  add(["write"], create, async (c) => {
    return c.json(await services(c).viewTokens.create(c.req.param("id"), await readOptionalJson(c)), 201);
  });
}
