import { Hono } from "hono";
import type { Env } from "./context.ts";
import { notFound } from "./errors.ts";
import { ownStream } from "./own-stream.ts";
import { toSession } from "./views.ts";
import type { World } from "./world.ts";

/** Who the key belongs to, single sessions, and the health of a stream. */
export function accountRoutes(world: World): Hono<Env> {
  const { clock, health, settings } = world;
  const app = new Hono<Env>();

  app.get("/user/me", (context) => {
    const { account } = context.get("caller");
    return context.json({
      id: account.userId,
      email: account.email,
      admin: account.admin ?? false,
      emailValid: true,
      createdAt: 1_700_000_000_000,
      lastSeen: clock.now(),
      defaultProjectId: account.defaultProjectId,
    });
  });

  app.get("/session/:id", (context) => {
    const child = ownStream(world, context, context.req.param("id"), "replica");
    if (child.parentId === undefined) throw notFound();
    return context.json(toSession(child, clock.now()));
  });

  app.get("/data/stream/:id/health", (context) => {
    if (!settings.healthService) throw notFound();
    return context.json(health.of(ownStream(world, context, context.req.param("id"), "replica")));
  });

  return app;
}
