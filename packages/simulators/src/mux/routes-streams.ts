import type { Context, Hono } from "hono";
import { invalidParameters } from "./errors.ts";
import { newStreamKey } from "./ids.ts";
import { bodyOf, createStreamSchema, pageOf, updateStreamSchema } from "./requests.ts";
import type { MuxSessions } from "./session.ts";
import type { ResolvedMuxSettings } from "./settings.ts";
import type { MuxStore } from "./store.ts";
import { streamToWire } from "./to-wire.ts";
import type { MuxWebhooks } from "./webhooks.ts";

/** What the routes work with. */
export type MuxParts = { settings: ResolvedMuxSettings; store: MuxStore; sessions: MuxSessions; webhooks: MuxWebhooks };

/** Live streams: nothing makes a POST idempotent, and a list is only a page of data. */
export function addStreamRoutes(app: Hono, { settings, store, sessions, webhooks }: MuxParts): void {
  const path = "/video/v1/live-streams";
  const one = `${path}/:id` as const;
  const streamOf = (c: Context<object, typeof one>) => store.stream(c.req.param("id"));

  app.post(path, async (c) => {
    const request = await bodyOf(c.req.raw, createStreamSchema);
    if (settings.quirks.freePlan) throw invalidParameters("Live streams are unavailable on the free plan");
    const stream = store.add(request);
    webhooks.stream("created", stream);
    for (const target of stream.targets) webhooks.target("created", stream, target);
    return c.json({ data: streamToWire(stream) }, 201);
  });

  /** Newest first: assumed. */
  app.get(path, (c) => {
    const { status, stream_key, ...query } = c.req.query();
    const found = [...store.streams.values()]
      .filter((stream) => status === undefined || stream.status === status)
      .filter((stream) => stream_key === undefined || stream.streamKey === stream_key)
      .toReversed();
    return c.json({ data: pageOf(found, query).map(streamToWire) });
  });

  app.get(one, (c) => c.json({ data: streamToWire(streamOf(c)) }));

  app.patch(one, async (c) => {
    const stream = streamOf(c);
    const { new_asset_settings, ...patch } = await bodyOf(c.req.raw, updateStreamSchema);
    Object.assign(stream.fields, patch);
    if (new_asset_settings) {
      stream.fields.new_asset_settings = { ...stream.fields.new_asset_settings, ...new_asset_settings };
    }
    webhooks.stream("updated", stream);
    return c.json({ data: streamToWire(stream) });
  });

  /** That targets get no event of their own when their stream goes is assumed. */
  app.delete(one, (c) => {
    const stream = streamOf(c);
    sessions.stop(stream);
    store.streams.delete(stream.id);
    webhooks.stream("deleted", stream);
    return c.body(null, 204);
  });

  /** That an encoder which is connected with the old key stays is assumed. */
  app.post(`${one}/reset-stream-key`, (c) => {
    const stream = store.stream(c.req.param("id"));
    stream.streamKey = newStreamKey();
    webhooks.stream("updated", stream);
    return c.json({ data: streamToWire(stream) }, 201);
  });

  /** That these do nothing, successfully, when there is nothing to do is assumed. */
  for (const action of ["complete", "disable", "enable"] as const) {
    app.put(`${one}/${action}`, (c) => {
      sessions[action](store.stream(c.req.param("id")));
      return settings.quirks.dataInActionAnswers ? c.json({ data: {} }) : c.body(null, 200);
    });
  }
}
