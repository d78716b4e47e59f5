import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createRateLimiter, type RateLimiter } from "../kernel/rate-limiter.ts";
import type { Clock } from "../kernel/types.ts";
import { authorize } from "./authorize.ts";
import { answerBoom, Boom } from "./errors.ts";
import { platformRoutes } from "./routes-platforms.ts";
import { streamRoutes } from "./routes-streams.ts";
import { webhookEndpointRoutes } from "./routes-webhook-endpoints.ts";
import type { ResolvedSettings } from "./settings.ts";
import type { Simulation } from "./simulation.ts";

/** Bytes of a request; hapi's default. */
const maxBody = 1_048_576;

/** Castr's API version 2, as far as streams and platforms need it. */
export function createApp(simulation: Simulation, limiter: RateLimiter | undefined): Hono {
  const { settings } = simulation;
  const app = new Hono();
  app.onError((error, context) =>
    answerBoom(context, error instanceof Boom ? error : new Boom(500, "An internal server error occurred")),
  );
  app.notFound((context) => answerBoom(context, new Boom(404, "Not Found")));
  app.use(
    bodyLimit({ maxSize: maxBody, onError: (context) => answerBoom(context, new Boom(413, "Payload too large")) }),
  );
  app.use(async (context, next) => {
    authorize(context.req.header("authorization"), settings);
    if (limiter?.take() !== false) return next();
    return answerBoom(context, new Boom(429, "Too many requests"), retryAfter(settings));
  });
  app.route("/v2/live_streams", streamRoutes(simulation));
  app.route("/v2/live_streams", platformRoutes(simulation));
  app.route("/v2/webhook_endpoints", webhookEndpointRoutes(simulation));
  return app;
}

/** @returns nothing when the settings ask for no limit */
export function createLimiter({ rateLimits }: ResolvedSettings, clock: Clock): RateLimiter | undefined {
  return rateLimits === "off" ? undefined : createRateLimiter({ clock, ...rateLimits });
}

function retryAfter({ rateLimits }: ResolvedSettings): Record<string, string> {
  if (rateLimits === "off" || rateLimits.retryAfter === undefined) return {};
  return { "retry-after": String(rateLimits.retryAfter) };
}
