import { OpenAPIHono } from "@hono/zod-openapi";
import { type Clock, systemClock } from "../control/clock.ts";
import { createAccess } from "../http/access/access.ts";
import { createFailures } from "../http/access/failures.ts";
import type { App } from "../http/app.ts";
import { createGate } from "../http/gate.ts";
import { noRoute } from "../http/no-route.ts";
import { toProblem } from "../http/problem.ts";
import type { RequestEnv } from "../http/request-env.ts";
import type { Log } from "../log/create-log.ts";
import { createMetrics } from "../metrics/metrics.ts";
import type { Store } from "../store/index.ts";
import { addRelayMetrics } from "./relay-metrics.ts";
import type { RelayRole } from "./relay-role.ts";

export type RelayAppOptions = {
  relay: Pick<RelayRole, "ready" | "figures">;
  /** Where the API keys are. */
  store: Store;
  log: Log;
  /** May the metrics be read without a key? */
  metricsPublic: boolean;
  clock?: Clock;
};

/** The HTTP of a process that is a relay and nothing else: `/livez`, `/readyz`, `/metrics`. */
export function createRelayApp({ relay, store, log, metricsPublic, clock = systemClock }: RelayAppOptions): App {
  const app: App = new OpenAPIHono<RequestEnv>();
  const metrics = createMetrics();
  addRelayMetrics(metrics, () => relay.figures());
  const access = createAccess({ store, clock, failures: createFailures(clock) });
  app.onError((error, c) => answerProblem(error, c.get("requestId")));
  app.notFound((c) => answerProblem(noRoute(app, c), c.get("requestId")));
  app.use(createGate(log, metrics.http));
  app.get("/livez", (c) => c.json({ status: "ok" }));
  app.get("/readyz", (c) => (relay.ready() ? c.json({ status: "ok" }) : c.json({ status: "unavailable" }, 503)));
  app.get("/metrics", async (c) => {
    if (!metricsPublic) await access(c, { scopes: ["read"], unbound: true });
    return c.body(await metrics.tell(), 200, { "Content-Type": metrics.contentType });
  });
  return app;
}

function answerProblem(thrown: unknown, requestId: string): Response {
  const { problem, headers } = toProblem(thrown, requestId);
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...headers, "Content-Type": "application/problem+json" },
  });
}
