import { OpenAPIHono } from "@hono/zod-openapi";
import { isMultistreamError } from "@polycast/core";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Clock, systemClock } from "../control/clock.ts";
import type { ControlPlane } from "../control/control-plane.ts";
import { createViewTokens } from "../control/events/view-tokens.ts";
import type { Inbox } from "../inbox/inbox.ts";
import type { Log } from "../log/create-log.ts";
import type { Outbox } from "../outbox/create-outbox.ts";
import type { Store } from "../store/index.ts";
import { createEventStreams } from "./event-streams.ts";
import { followByToken } from "./follow-by-token.ts";
import { createGate } from "./gate.ts";
import { noRoute } from "./no-route.ts";
import { describeApi } from "./openapi.ts";
import { toProblem } from "./problem.ts";
import type { RequestEnv } from "./request-env.ts";
import { type App, createRouter } from "./route.ts";
import { addDeliveryRoutes } from "./routes/deliveries.ts";
import { addEventRoutes, EVENT_STREAM_PATH } from "./routes/events.ts";
import { addInboxRoutes } from "./routes/inbox.ts";
import { addIngestRoutes } from "./routes/ingest.ts";
import { addProviderWebhookRoutes } from "./routes/provider-webhooks.ts";
import { addProviderRoutes } from "./routes/providers.ts";
import { addStreamRoutes } from "./routes/streams.ts";
import { addSystemRoutes } from "./routes/system.ts";
import { addTargetRoutes } from "./routes/targets.ts";
import { addWebhookEndpointRoutes } from "./routes/webhook-endpoints.ts";
import { addViewTokenRoutes } from "./routes/view-tokens.ts";
import { addWebhookReceiver } from "./routes/webhooks-in.ts";

/** What the HTTP API is made of. */
export type AppOptions = {
  control: ControlPlane;
  /** Where the API keys are. */
  store: Store;
  log: Log;
  /** Takes the webhooks of providers. Default: none are taken. */
  inbox?: Inbox;
  /** Sends events to webhook endpoints. Default: there are none. */
  outbox?: Outbox;
  /** Should the gateway get requests? Default: when the control plane is ready. */
  isReady?: () => boolean;
  clock?: Clock;
  /** Clients that follow events at a time. Default 500. */
  maxEventClients?: number;
};

/** The HTTP API over a control plane. Every error leaves as `application/problem+json`. */
export function createApp(options: AppOptions): App {
  const {
    control,
    store,
    log,
    isReady = () => control.ready(),
    clock = systemClock,
    maxEventClients,
    inbox,
    outbox,
  } = options;
  const app: App = new OpenAPIHono<RequestEnv>();
  const answerProblem = (c: Context<RequestEnv>, thrown: unknown): Response => {
    const { problem, headers } = toProblem(thrown, c.get("requestId"));
    if (!isMultistreamError(thrown) || thrown.code === "internal") {
      log.error({ err: thrown, requestId: problem.requestId }, "request failed");
    }
    const all = { ...headers, "Content-Type": "application/problem+json" };
    return c.body(JSON.stringify(problem), problem.status as ContentfulStatusCode, all);
  };
  app.onError((error, c) => answerProblem(c, error));
  app.notFound((c) => answerProblem(c, noRoute(app, c)));
  app.use(createGate(log));

  const add = createRouter(app, store);
  addSystemRoutes(add, isReady);
  addProviderRoutes(add, control);
  addStreamRoutes(add, control);
  addIngestRoutes(add, control);
  addTargetRoutes(add, control);
  const streams = createEventStreams({
    clock,
    ...(maxEventClients === undefined ? {} : { maxClients: maxEventClients }),
  });
  const viewTokens = createViewTokens({ store, clock, getStream: (id) => control.streams.get(id) });
  app.use(EVENT_STREAM_PATH, followByToken({ events: control.events, streams, viewTokens }));
  addEventRoutes(add, control, streams);
  addViewTokenRoutes(add, viewTokens);

  if (inbox) {
    addWebhookReceiver(add, inbox);
    addInboxRoutes(add, inbox);
    addProviderWebhookRoutes(add, inbox);
  }
  if (outbox) {
    addWebhookEndpointRoutes(add, outbox);
    addDeliveryRoutes(add, outbox);
  }

  const document = JSON.stringify(describeApi(app));
  app.get("/openapi.json", (c) => c.body(document, 200, { "Content-Type": "application/json" }));
  return app;
}
