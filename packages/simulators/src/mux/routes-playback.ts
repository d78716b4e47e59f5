import type { Hono } from "hono";
import { MuxProblem, notFound } from "./errors.ts";
import { bodyOf, createPlaybackIdSchema } from "./requests.ts";
import type { MuxParts } from "./routes-streams.ts";
import { newPlaybackId } from "./store.ts";

/** Playback ids of streams; what has to do with neither streams nor targets says that it is not simulated. */
export function addPlaybackRoutes(app: Hono, { store, webhooks }: MuxParts): void {
  const stream = "/video/v1/live-streams/:id" as const;
  const one = `${stream}/playback-ids/:playback` as const;

  app.post(`${stream}/playback-ids`, async (c) => {
    const found = store.stream(c.req.param("id"));
    const request = await bodyOf(c.req.raw, createPlaybackIdSchema);
    const playbackId = newPlaybackId(request.policy ?? "public", request.drm_configuration_id);
    found.playbackIds.push(playbackId);
    webhooks.stream("updated", found);
    return c.json({ data: playbackId }, 201);
  });

  app.get(one, (c) => {
    const playbackId = store.stream(c.req.param("id")).playbackIds.find(({ id }) => id === c.req.param("playback"));
    if (!playbackId) throw notFound();
    return c.json({ data: playbackId });
  });

  app.delete(one, (c) => {
    const found = store.stream(c.req.param("id"));
    const rest = found.playbackIds.filter(({ id }) => id !== c.req.param("playback"));
    if (rest.length === found.playbackIds.length) throw notFound();
    found.playbackIds = rest;
    webhooks.stream("updated", found);
    return c.body(null, 204);
  });

  app.get("/video/v1/playback-ids/:playback", (c) => {
    for (const { id: streamId, playbackIds } of store.streams.values()) {
      const playbackId = playbackIds.find(({ id }) => id === c.req.param("playback"));
      if (!playbackId) continue;
      const { id, policy } = playbackId;
      return c.json({ data: { id, policy, object: { id: streamId, type: "live_stream" } } });
    }
    throw notFound();
  });

  const notSimulated = ["embedded-subtitles", "generated-subtitles", "new-asset-settings/static-renditions"];
  for (const path of notSimulated) {
    app.on(["PUT", "DELETE"], `${stream}/${path}`, () => {
      throw new MuxProblem(501, "not_simulated", `${path} is not simulated`);
    });
  }
}
