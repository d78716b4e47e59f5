import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Metrics } from "../../metrics/metrics.ts";
import type { Router } from "../route.ts";

const get = createRoute({
  method: "get",
  path: "/metrics",
  operationId: "getMetrics",
  summary: "What the gateway counts, for Prometheus",
  description: "Needs no key where the setting `metricsPublic` is on.",
  tags: ["System"],
  responses: {
    200: {
      description: "Prometheus' text format.",
      content: {
        "text/plain": {
          schema: z.string(),
          example: '# TYPE polycast_targets gauge\npolycast_targets{provider="selfhost",state="live"} 3',
        },
      },
    },
  },
});

/** `/metrics` */
export function addMetricsRoute(add: Router, metrics: Metrics, isPublic: boolean): void {
  add(isPublic ? "open" : { unbound: ["read"] }, get, async (c) =>
    c.text(await metrics.tell(), 200, { "Content-Type": metrics.contentType }),
  );
}
