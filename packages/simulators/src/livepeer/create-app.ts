import { Hono } from "hono";
import { authenticate } from "./authenticate.ts";
import type { Env } from "./context.ts";
import { ApiError, errorResponse } from "./errors.ts";
import { accountRoutes } from "./routes-account.ts";
import { attachRoutes } from "./routes-attach.ts";
import { streamRoutes } from "./routes-streams.ts";
import { targetRoutes } from "./routes-targets.ts";
import { webhookRoutes } from "./routes-webhooks.ts";
import type { World } from "./world.ts";

/** Where encoders may send; the one list that needs no key. */
const INGEST = [
  {
    ingest: "rtmp://rtmp.livepeer.com/live",
    playback: "https://livepeercdn.studio/hls",
    base: "https://livepeer.studio",
  },
];

/** Everything below `/api`. */
export function createApp(world: World): Hono<Env> {
  const app = new Hono<Env>();
  app.onError((error) =>
    error instanceof ApiError
      ? errorResponse(error.status, ...error.errors)
      : errorResponse(500, `Internal server error: ${error.name}`),
  );
  app.notFound(() => errorResponse(404, "not found"));

  app.get("/api/ingest", (context) => context.json(INGEST));
  app.use("/api/*", async (context, next) => {
    context.set("caller", authenticate(context.req.raw, world.settings.accounts));
    await next();
  });
  app.route("/api/stream", attachRoutes(world));
  app.route("/api/stream", streamRoutes(world));
  app.route("/api/multistream/target", targetRoutes(world));
  app.route("/api/webhook", webhookRoutes(world));
  app.route("/api", accountRoutes(world));
  return app;
}
