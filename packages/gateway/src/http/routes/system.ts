import { createRoute } from "@hono/zod-openapi";
import { errorCodeSchema } from "@polycast/core/provider";
import * as z from "zod";
import { errorCatalogue } from "../error-catalogue.ts";
import { HttpError } from "../http-error.ts";
import { jsonAnswer } from "../json-content.ts";
import type { Router } from "../route.ts";
import { version } from "../../version.ts";

const tags = ["System"];
const status = z.object({ status: z.enum(["ok", "unavailable"]).meta({ examples: ["ok"] }) });

const root = createRoute({
  method: "get",
  path: "/",
  operationId: "getRoot",
  summary: "What this is, and where to go on",
  tags,
  responses: {
    200: jsonAnswer(
      "Name, version and links.",
      z
        .object({ name: z.string(), version: z.string(), links: z.record(z.string(), z.string()) })
        .meta({ examples: [{ name: "polycast", version, links: { streams: "/v1/streams" } }] }),
    ),
  },
});

const live = createRoute({
  method: "get",
  path: "/livez",
  operationId: "getLiveness",
  summary: "Does the process answer?",
  tags,
  responses: { 200: jsonAnswer("It does.", status) },
});

const ready = createRoute({
  method: "get",
  path: "/readyz",
  operationId: "getReadiness",
  summary: "Should it get requests? Not while it starts, closes, or its store takes no writes",
  tags,
  responses: { 200: jsonAnswer("It should.", status), 503: jsonAnswer("It should not.", status) },
});

const explainError = createRoute({
  method: "get",
  path: "/errors/{code}",
  operationId: "explainError",
  summary: "What an error code means and what to do about it",
  tags,
  request: { params: z.object({ code: errorCodeSchema.meta({ description: "The `code` of a problem." }) }) },
  responses: {
    200: jsonAnswer(
      "The code, explained.",
      z
        .object({ code: errorCodeSchema, title: z.string(), status: z.int(), advice: z.string() })
        .meta({ examples: [{ code: "not_idle", ...errorCatalogue.not_idle }] }),
    ),
  },
});

const links = {
  openapi: "/openapi.json",
  providers: "/v1/providers",
  streams: "/v1/streams",
  targets: "/v1/targets",
  events: "/v1/events",
  eventStream: "/v1/events/stream",
  webhookEndpoints: "/v1/webhook-endpoints",
  apiKeys: "/v1/api-keys",
  live: "/livez",
  ready: "/readyz",
  metrics: "/metrics",
};

/** The routes that need no key. */
export function addSystemRoutes(add: Router, isReady: () => boolean): void {
  add("open", root, (c) => c.json({ name: "polycast", version, links }, 200));
  add("open", live, (c) => c.json({ status: "ok" as const }, 200));
  add("open", ready, (c) =>
    isReady() ? c.json({ status: "ok" as const }, 200) : c.json({ status: "unavailable" as const }, 503),
  );
  add("open", explainError, (c) => {
    const code = errorCodeSchema.safeParse(c.req.param("code"));
    if (!code.success) throw new HttpError(404, "not_found", "There is no such error code.");
    return c.json({ code: code.data, ...errorCatalogue[code.data] }, 200);
  });
}
