import type { Hono } from "hono";
import { invalidParameters } from "./errors.ts";
import { bodyOf, createTargetSchema, MOST_TARGETS } from "./requests.ts";
import type { MuxParts } from "./routes-streams.ts";
import { type MuxStream, newTarget } from "./store.ts";
import { targetToWire } from "./to-wire.ts";

/** Targets can be created, read and deleted; there is no list, no update and no switch. */
export function addTargetRoutes(app: Hono, { settings, store, webhooks }: MuxParts): void {
  const path = "/video/v1/live-streams/:id/simulcast-targets" as const;
  const one = `${path}/:target` as const;

  /**
   * A stream that waits for its encoder is still active. Refused, too, from the encoder's connection on, when the status
   * is still `idle`: assumed, as are status and type of the refusal.
   */
  function refuseUnlessIdle({ status, phase }: MuxStream): void {
    if (status === "disabled" && settings.quirks.targetsWhileDisabled) return;
    if (status === "idle" && (phase === "off" || phase === "ending")) return;
    throw invalidParameters("Simulcast targets can only be changed while the live stream is idle");
  }

  app.post(path, async (c) => {
    const stream = store.stream(c.req.param("id"));
    const request = await bodyOf(c.req.raw, createTargetSchema);
    refuseUnlessIdle(stream);
    if (stream.targets.length >= MOST_TARGETS) {
      throw invalidParameters(`A live stream cannot have more than ${MOST_TARGETS} simulcast targets`);
    }
    const target = newTarget(request);
    stream.targets.push(target);
    webhooks.target("created", stream, target);
    return c.json({ data: targetToWire(target) }, 201);
  });

  app.get(one, (c) => {
    const stream = store.stream(c.req.param("id"));
    return c.json({ data: targetToWire(store.target(stream, c.req.param("target"))) });
  });

  app.delete(one, (c) => {
    const stream = store.stream(c.req.param("id"));
    const target = store.target(stream, c.req.param("target"));
    refuseUnlessIdle(stream);
    stream.targets = stream.targets.filter((other) => other !== target);
    webhooks.target("deleted", stream, target);
    return c.body(null, 204);
  });
}
