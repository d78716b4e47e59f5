import type { Hono } from "hono";
import { invalidParameters, notFound } from "./errors.ts";
import { bodyOf, createWebhookSchema, pageOf, updateWebhookSchema } from "./requests.ts";
import type { MuxParts } from "./routes-streams.ts";
import { muxEnvironment, type MuxWebhook } from "./webhooks.ts";

/** Who the token is, and the endpoints of the environment, whose secret is told once. */
export function addSystemRoutes(app: Hono, { webhooks }: MuxParts): void {
  const path = "/system/v1/webhooks";
  const one = `${path}/:id` as const;

  app.get("/system/v1/whoami", (c) =>
    c.json({
      data: {
        permissions: ["video:read", "video:write", "system:read", "system:write"],
        organization_name: "Simulated organization",
        organization_id: "simorganization",
        environment_type: "development",
        environment_name: muxEnvironment.name,
        environment_id: muxEnvironment.id,
        access_token_name: "Simulated access token",
      },
    }),
  );

  function webhookOf(id: string): MuxWebhook {
    const webhook = webhooks.endpoints.get(id);
    if (!webhook) throw notFound();
    return webhook;
  }

  /** That a taken address is answered with 400 is assumed. */
  function refuseTaken(address: string | undefined, id?: string): void {
    const isTaken = [...webhooks.endpoints.values()].some((other) => other.address === address && other.id !== id);
    if (isTaken) throw invalidParameters("address: is already in use");
  }

  app.post(path, async (c) => {
    const { address } = await bodyOf(c.req.raw, createWebhookSchema);
    refuseTaken(address);
    const webhook = webhooks.add(address);
    return c.json({ data: { ...webhookToWire(webhook), signing_secret: webhook.secret } }, 201);
  });

  app.get(path, (c) => {
    const newestFirst = [...webhooks.endpoints.values()].toReversed();
    return c.json({ data: pageOf(newestFirst, c.req.query()).map(webhookToWire) });
  });

  app.get(one, (c) => c.json({ data: webhookToWire(webhookOf(c.req.param("id"))) }));

  app.patch(one, async (c) => {
    const webhook = webhookOf(c.req.param("id"));
    const { address, enabled } = await bodyOf(c.req.raw, updateWebhookSchema);
    refuseTaken(address, webhook.id);
    webhook.address = address ?? webhook.address;
    webhook.enabled = enabled ?? webhook.enabled;
    return c.json({ data: webhookToWire(webhook) });
  });

  app.delete(one, (c) => {
    webhooks.endpoints.delete(webhookOf(c.req.param("id")).id);
    return c.body(null, 204);
  });
}

function webhookToWire({ id, address, createdAt, enabled }: MuxWebhook): Record<string, unknown> {
  return { id, address, created_at: new Date(createdAt).toISOString(), enabled };
}
