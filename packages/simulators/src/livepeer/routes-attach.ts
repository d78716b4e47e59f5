import { Hono } from "hono";
import { bodyOf, type Env, noContent } from "./context.ts";
import { rewriteTargets } from "./multistream.ts";
import { ownStream } from "./own-stream.ts";
import { referenceSchema } from "./schemas.ts";
import { toTarget } from "./views.ts";
import type { World } from "./world.ts";

/** Attaching targets to a stream and taking them off. */
export function attachRoutes(world: World): Hono<Env> {
  const app = new Hono<Env>();

  // 200 with the target, where the OpenAPI says 204; and with a field that it does not name.
  app.post("/:id/create-multistream-target", async (context) => {
    const reference = await bodyOf(context, referenceSchema);
    const { account } = context.get("caller");
    const stream = ownStream(world, context, context.req.param("id"), "newest", "stream not found");
    const targets = await rewriteTargets(world, account, stream, (before) => [...before, reference]);
    const target = world.store.targets.get(targets.at(-1)?.id ?? "");
    return context.json({ ...(target && toTarget(target, account.admin ?? false)), projectId: stream.projectId });
  });

  app.delete("/:id/multistream/:targetId", async (context) => {
    const { id, targetId } = context.req.param();
    const stream = ownStream(world, context, id, "newest", "stream not found");
    const { account } = context.get("caller");
    await rewriteTargets(world, account, stream, (before) => before.filter((entry) => entry.id !== targetId));
    return noContent();
  });

  return app;
}
