import { Hono } from "hono";
import { Boom } from "./errors.ts";
import { hookPatch, newHook, readBody } from "./input.ts";
import { showHook } from "./show.ts";
import { answerDeleted, newId, type Simulation } from "./simulation.ts";
import type { HookRecord } from "./store.ts";

/** More than this is refused. */
const maxHooks = 100;

/** `/webhook_endpoints`: the paths are listed by Castr, everything on them is assumed. */
export function webhookEndpointRoutes(simulation: Simulation): Hono {
  const { store, clock, settings } = simulation;

  return new Hono()
    .use(async (_, next) => {
      if (!settings.plan.webhooks) throw new Boom(403, "Your plan does not include webhooks");
      await next();
    })
    .get("/", (context) => context.json([...store.hooks.values()].map(showHook)))
    .post("/", async (context) => {
      const { live_stream: liveStream, ...asked } = await readBody(context, newHook);
      if (liveStream !== undefined) store.stream(liveStream);
      if (store.hooks.size >= maxHooks) throw new Boom(400, "Too many webhook endpoints");
      const hook: HookRecord = { id: newId(), ...asked, createdAt: clock.now() };
      if (liveStream !== undefined) hook.liveStream = liveStream;
      store.hooks.set(hook.id, hook);
      return context.json(showHook(hook), settings.quirks.createdStatus);
    })
    .patch("/:id", async (context) => {
      const hook = store.hook(context.req.param("id"));
      const { url, enabled } = await readBody(context, hookPatch);
      if (url !== undefined) hook.url = url;
      if (enabled !== undefined) hook.enabled = enabled;
      return context.json(showHook(hook));
    })
    .delete("/:id", (context) => {
      store.hooks.delete(store.hook(context.req.param("id")).id);
      return answerDeleted(context, simulation);
    });
}
