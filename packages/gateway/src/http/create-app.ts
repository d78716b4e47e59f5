import { OpenAPIHono } from "@hono/zod-openapi";
import { type Clock, systemClock } from "../control/clock.ts";
import type { ControlPlane } from "../control/control-plane.ts";
import type { Inbox } from "../inbox/inbox.ts";
import type { Log } from "../log/create-log.ts";
import { createMetrics, type Metrics } from "../metrics/metrics.ts";
import { watchGateway } from "../metrics/watch-gateway.ts";
import type { Outbox } from "../outbox/create-outbox.ts";
import type { Store, Vault } from "../store/index.ts";
import { createAccess } from "./access/access.ts";
import { createFailures } from "./access/failures.ts";
import { createKeyWatch } from "./access/key-watch.ts";
import type { Rate } from "./access/token-buckets.ts";
import { createProblems } from "./answer-problem.ts";
import { createApiKeys } from "./api-keys/api-keys.ts";
import type { App } from "./app.ts";
import { createEventStreams } from "./event-streams.ts";
import { followByToken } from "./follow-by-token.ts";
import { gateOf } from "./gate.ts";
import { type Handle, passing } from "./handle.ts";
import { createIdempotency } from "./idempotency/idempotency.ts";
import { noRoute } from "./no-route.ts";
import { describeApi } from "./openapi.ts";
import { createPass } from "./pass.ts";
import type { RequestEnv } from "./request-env.ts";
import { createRouter, type Router } from "./route.ts";
import { addApiKeyRoutes } from "./routes/api-keys.ts";
import { addDeliveryRoutes } from "./routes/deliveries.ts";
import { addEventRoutes, EVENT_STREAM_PATH } from "./routes/events.ts";
import { addImportRoute } from "./routes/import.ts";
import { addInboxRoutes } from "./routes/inbox.ts";
import { addIngestRoutes } from "./routes/ingest.ts";
import { addMetricsRoute } from "./routes/metrics.ts";
import { addProviderWebhookRoutes } from "./routes/provider-webhooks.ts";
import { addProviderRoutes } from "./routes/providers.ts";
import { addStreamRoutes } from "./routes/streams.ts";
import { addSwitchRoute } from "./routes/switch.ts";
import { addSystemRoutes } from "./routes/system.ts";
import { addTargetRoutes } from "./routes/targets.ts";
import { addWebhookEndpointRoutes } from "./routes/webhook-endpoints.ts";
import { addViewTokenRoutes } from "./routes/view-tokens.ts";
import { addWebhookReceiver } from "./routes/webhooks-in.ts";
import { createSending, createServices } from "./services.ts";

/** What the HTTP API is made of. */
export type AppOptions = {
  control: ControlPlane;
  /** Where the API keys are, and the answers that are given again. */
  store: Store;
  /** Seals those answers. */
  vault: Vault;
  log: Log;
  /** Takes the webhooks of providers. Default: none are taken. */
  inbox?: Inbox | undefined;
  /** Sends events to webhook endpoints. Default: there are none. */
  outbox?: Outbox | undefined;
  /** Should the gateway get requests? Default: when the control plane is ready. */
  isReady?: (() => boolean) | undefined;
  clock?: Clock | undefined;
  /** Clients that follow events at a time. Default 500. */
  maxEventClients?: number | undefined;
  /** Requests of one API key, per process. Default: any number. */
  rateLimit?: Rate | undefined;
  /** Wrong keys and tokens from one address, per process. Default: 30 at once, and one every two seconds. */
  failureLimit?: Rate | undefined;
  /** What the gateway counts. Default: of its own, without what is counted outside the HTTP API. */
  metrics?: Metrics | undefined;
  /** May `/metrics` be read without a key? Default false. */
  metricsPublic?: boolean | undefined;
  /** Targets that have series of their own in the metrics. Default 0. */
  metricsTargets?: number | undefined;
};

/** The HTTP API over a control plane. Every error leaves as `application/problem+json`. */
export function createApp(options: AppOptions): App {
  const { control, store, vault, log, clock = systemClock, rateLimit } = options;
  const app: App = new OpenAPIHono<RequestEnv>();
  const answerProblem = createProblems(log);
  const onError = (err: unknown): void => log.warn({ err }, "metrics could not be collected");
  const metrics = options.metrics ?? createMetrics({ onError, clock });
  watchGateway(metrics, { control, store, clock, maxTargets: options.metricsTargets });
  const pass = createPass(log, metrics.http);
  const shared = { app, pass, answerProblem };
  app.onError((error, c) => answerProblem(c, error));
  app.notFound(passing(shared, "none", (c) => answerProblem(c, noRoute(app, c))));

  const failures = createFailures(clock, options.failureLimit);
  const access = createAccess({ store, clock, failures, rate: rateLimit });
  const add = createRouter({ ...shared, access, idempotency: createIdempotency({ store, vault, clock, log }) });
  const services = createServices(control);
  addSystemRoutes(add, options.isReady ?? (() => control.ready()));
  addMetricsRoute(add, metrics, options.metricsPublic ?? false);
  addProviderRoutes(add, control);
  addStreamRoutes(add, services);
  addImportRoute(add, services);
  addSwitchRoute(add, services);
  addIngestRoutes(add, services);
  addTargetRoutes(add, services);
  const streams = createEventStreams({
    clock,
    keys: createKeyWatch({ store, clock }),
    maxClients: options.maxEventClients,
  });
  app.use(EVENT_STREAM_PATH, gateOf(pass), followByToken({ services, streams, failures }));
  addEventRoutes(add, services, streams);
  addViewTokenRoutes(add, services);
  addApiKeyRoutes(add, createApiKeys(store, clock));
  addWebhookRoutes(add, options, metrics);

  // Made when it is first asked for: it costs a start some 80 ms.
  let document: string | undefined;
  const tell: Handle = (c) =>
    c.body((document ??= JSON.stringify(describeApi(app))), 200, { "Content-Type": "application/json" });
  app.get("/openapi.json", passing(shared, "/openapi.json", tell));
  return app;
}

/** What comes in from providers, and what goes out to endpoints. */
function addWebhookRoutes(add: Router, { inbox, outbox }: AppOptions, metrics: Metrics): void {
  if (inbox) {
    addWebhookReceiver(add, inbox, metrics.incoming);
    addInboxRoutes(add, inbox);
    addProviderWebhookRoutes(add, inbox);
  }
  if (outbox) {
    const sending = createSending(outbox);
    addWebhookEndpointRoutes(add, sending);
    addDeliveryRoutes(add, sending);
  }
}
