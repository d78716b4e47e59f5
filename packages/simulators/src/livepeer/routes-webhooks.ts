import { Hono } from "hono";
import type { LivepeerContext } from "./context.ts";
import { bodyOf, type Env, noContent } from "./context.ts";
import { insertWebhook, withEvents } from "./insert-webhook.ts";
import { notFound } from "./errors.ts";
import { listResponse } from "./paging.ts";
import type { WebhookRecord } from "./records.ts";
import { webhookPatchSchema, webhookSchema } from "./schemas.ts";
import { toWebhook } from "./views.ts";
import type { WebhookLogEntry } from "./webhook-log.ts";
import type { World } from "./world.ts";

/** `/webhook` and the log of each. */
export function webhookRoutes(world: World): Hono<Env> {
  const { store, events } = world;
  const app = new Hono<Env>();

  const own = (context: LivepeerContext, id: string): WebhookRecord => {
    const webhook = store.webhooks.get(id);
    if (!webhook || !isOwn(context, webhook)) throw notFound();
    return webhook;
  };
  const ownEntry = (context: LivepeerContext): WebhookLogEntry => {
    const { id = "", logId } = context.req.param();
    const entry = events.log.of(own(context, id).id).find((it) => it.id === logId);
    if (!entry) throw notFound();
    return entry;
  };

  app.get("/", (context) => {
    const found = store.webhooks.replicaAll().filter((webhook) => isOwn(context, webhook));
    return listResponse(context.req.raw, found, toWebhook, { linksPastTheEnd: true });
  });

  app.post("/", async (context) => {
    const input = withEvents(await bodyOf(context, webhookSchema));
    return context.json(toWebhook(insertWebhook(world, context.get("caller"), input)), 201);
  });

  app.get("/:id", (context) => context.json(toWebhook(own(context, context.req.param("id")))));

  // The id in the body decides, not the one in the path.
  app.put("/:id", async (context) => {
    const { id = "", name, url, sharedSecret, streamId, ...rest } = await bodyOf(context, webhookSchema);
    const webhook = own(context, id);
    const { events: subscribed } = withEvents(rest);
    store.webhooks.put({ ...webhook, name, url, events: subscribed, sharedSecret, streamId });
    return context.json({ id: webhook.id });
  });

  app.patch("/:id", async (context) => {
    const { name, url, events: subscribed, sharedSecret, streamId } = await bodyOf(context, webhookPatchSchema);
    const webhook = own(context, context.req.param("id"));
    store.webhooks.put({
      ...webhook,
      name: name ?? webhook.name,
      url: url ?? webhook.url,
      events: subscribed ?? webhook.events,
      sharedSecret: sharedSecret ?? webhook.sharedSecret,
      streamId: streamId ?? webhook.streamId,
    });
    return noContent();
  });

  app.delete("/:id", (context) => {
    store.webhooks.remove(own(context, context.req.param("id")).id);
    return noContent();
  });

  app.get("/:id/log", (context) => {
    const { id } = own(context, context.req.param("id"));
    return listResponse(context.req.raw, events.log.of(id), (entry) => entry, { linksPastTheEnd: true });
  });
  app.get("/:id/log/:logId", (context) => context.json(ownEntry(context)));
  app.post("/:id/log/:logId/resend", (context) => {
    const entry = ownEntry(context);
    events.resend(own(context, context.req.param("id")), entry);
    return context.json(entry);
  });

  return app;
}

function isOwn(context: LivepeerContext, webhook: WebhookRecord): boolean {
  const { account, projectId } = context.get("caller");
  return webhook.userId === account.userId && webhook.projectId === projectId;
}
