import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { viewTokenInput, type ViewTokens } from "../../control/view-tokens.ts";
import { readJson } from "../read-json.ts";
import { jsonAnswer, type Router } from "../route.ts";
import { streamParams } from "./params.ts";

const viewToken = z
  .object({
    token: z.string().meta({ description: "`pcvt_…`, answered this once." }),
    streamId: z.string(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: "ViewToken" });

const create = createRoute({
  method: "post",
  path: "/v1/streams/{id}/view-tokens",
  operationId: "createViewToken",
  summary: "Make a token that lets a browser follow one stream for a while",
  description:
    "It goes into the address `/v1/events/stream?token=…`, which then tells this one stream, without `reference`, " +
    "`metadata`, `bindings` and `providerMetadata`. It opens nothing else, and ends with the stream. The body may be left out.",
  tags: ["Events"],
  request: { params: streamParams, body: { content: { "application/json": { schema: viewTokenInput } } } },
  responses: { 201: jsonAnswer("The token.", viewToken) },
});

/** `/v1/streams/{id}/view-tokens` */
export function addViewTokenRoutes(add: Router, viewTokens: ViewTokens): void {
  add(["write"], create, async (c) => {
    const input = c.req.header("content-type") === undefined ? {} : await readJson(c);
    return c.json(await viewTokens.create(c.req.param("id"), input), 201);
  });
}
