import { Hono } from "hono";
import type { LivepeerContext } from "./context.ts";
import { bodyOf, type Env, noContent } from "./context.ts";
import { badRequest, forbidden, notFound } from "./errors.ts";
import { insertTarget } from "./multistream.ts";
import { listResponse } from "./paging.ts";
import type { TargetRecord } from "./records.ts";
import { newTargetSchema, targetPatchSchema } from "./schemas.ts";
import { toTarget } from "./views.ts";
import type { World } from "./world.ts";

/** `/multistream/target`. Targets belong to a user, not to a project. */
export function targetRoutes(world: World): Hono<Env> {
  const { store, live } = world;
  const app = new Hono<Env>();

  const own = (context: LivepeerContext, id: string, from: "get" | "replica" = "get"): TargetRecord => {
    const { account } = context.get("caller");
    const target = from === "get" ? store.targets.get(id) : store.targets.replica(id);
    if (!target || (target.userId !== account.userId && !account.admin)) throw notFound();
    return target;
  };

  app.get("/", (context) => {
    const { account } = context.get("caller");
    const { userId } = context.req.query();
    if (!account.admin) {
      if (!userId) throw badRequest("required query parameter: userId");
      if (userId !== account.userId) throw forbidden("users can only access their own multistream targets");
    }
    const found = store.targets.replicaAll().filter((target) => !userId || target.userId === userId);
    return listResponse(context.req.raw, found, show(context));
  });

  app.post("/", async (context) => {
    const input = await bodyOf(context, newTargetSchema);
    return context.json(show(context)(insertTarget(world, context.get("caller").account, input)), 201);
  });

  app.get("/:id", (context) => context.json(show(context)(own(context, context.req.param("id"), "replica"))));

  app.patch("/:id", async (context) => {
    const { name, url, disabled } = await bodyOf(context, targetPatchSchema);
    const target = own(context, context.req.param("id"));
    store.targets.put({
      ...target,
      name: name || target.name,
      url: url ?? target.url,
      disabled: disabled ?? target.disabled,
    });
    live.targetChanged(target.id);
    return noContent();
  });

  // A hard delete; streams that refer to it keep doing so.
  app.delete("/:id", (context) => {
    const { id } = own(context, context.req.param("id"));
    store.targets.remove(id);
    live.targetDeleted(id);
    return noContent();
  });

  return app;
}

const show = (context: LivepeerContext) => (target: TargetRecord) =>
  toTarget(target, context.get("caller").account.admin ?? false);
