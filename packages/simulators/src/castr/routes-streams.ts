import { Hono } from "hono";
import { randomHex } from "../kernel/ids.ts";
import { Boom } from "./errors.ts";
import { check, newStream, pageQuery, readBody, streamPatch } from "./input.ts";
import { showNewStream, showStats, showStream } from "./show.ts";
import { answerDeleted, newId, type Simulation } from "./simulation.ts";

/** The settings that a new stream has without being asked. */
const defaultSettings = { abr: false, cloud_recording: false, pulling_mode: {} };

/** `/live_streams`, `/live_streams/{id}` and `/live_streams/{id}/stats`. */
export function streamRoutes(simulation: Simulation): Hono {
  const { store, session, clock, settings, account } = simulation;
  const { quirks } = settings;

  return new Hono()
    .get("/", (context) => {
      const { page, limit } = check(pageQuery, context.req.query());
      // Newest first (assumed).
      const all = [...store.streams.values()].toReversed();
      const docs = all.slice((page - 1) * limit, page * limit).map((stream) => showStream(stream, account));
      return context.json({ total: all.length, page, pages: Math.ceil(all.length / limit), docs });
    })
    .post("/", async (context) => {
      const asked = await readBody(context, newStream);
      const stream = session.addStream({
        ...asked,
        id: newId(),
        settings: { ...defaultSettings, ...asked.settings },
        slug: `lv_${randomHex(32)}`,
        password: randomHex(8),
        createdAt: clock.now(),
      });
      return context.json(showNewStream(stream, account), quirks.createdStatus);
    })
    .get("/:id", (context) => context.json(showStream(store.stream(context.req.param("id")), account)))
    .patch("/:id", async (context) => {
      const stream = store.stream(context.req.param("id"));
      const { name, enabled, settings: changed } = await readBody(context, streamPatch);
      if (name !== undefined) stream.name = name;
      if (enabled !== undefined) stream.enabled = enabled;
      if (changed) stream.settings = quirks.patchSettings === "replace" ? changed : { ...stream.settings, ...changed };
      session.follow(stream);
      return context.json(showStream(stream, account));
    })
    .delete("/:id", (context) => {
      session.deleteStream(store.stream(context.req.param("id")));
      return answerDeleted(context, simulation);
    })
    .get("/:id/stats", (context) => {
      const stream = store.stream(context.req.param("id"));
      // The media server's own refusal: a 404 for a stream that exists and is offline.
      if (!stream.status.online) throw new Boom(404, "Stream not found in upstreams.");
      return context.json(showStats(stream, clock.now()));
    });
}
