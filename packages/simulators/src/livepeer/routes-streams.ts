import { Hono } from "hono";
import type { LivepeerContext } from "./context.ts";
import { bodyOf, type Env, noContent } from "./context.ts";
import { createStream } from "./create-stream.ts";
import { ApiError, forbidden, notFound } from "./errors.ts";
import { listResponse } from "./paging.ts";
import { patchStream } from "./patch-stream.ts";
import type { StreamRecord } from "./records.ts";
import { idsSchema, newStreamSchema, streamPatchSchema, suspendSchema } from "./schemas.ts";
import { mayUse, ownStream } from "./own-stream.ts";
import { toSession, toStream } from "./views.ts";
import type { World } from "./world.ts";

/** `/stream`, its sessions and its life; targets of streams are in `routes-attach.ts`. */
export function streamRoutes(world: World): Hono<Env> {
  const { store, clock, live, settings } = world;
  const app = new Hono<Env>();
  const show = (stream: StreamRecord) => toStream(stream, clock.now(), settings.undeclaredFields);

  const findBy = (context: LivepeerContext, matches: (stream: StreamRecord) => boolean): StreamRecord => {
    const caller = context.get("caller");
    const found = store.streams.replicaAll().find((stream) => mayUse(caller, stream) && matches(stream));
    if (!found) throw notFound();
    return found;
  };
  // That its sessions go with it is assumed.
  const remove = (id: string) => {
    live.forget(id);
    for (const { id: sessionId, parentId } of store.streams.all()) {
      if (parentId === id) store.streams.remove(sessionId);
    }
    store.streams.remove(id);
  };

  app.post("/", async (context) => {
    const input = await bodyOf(context, newStreamSchema);
    return context.json(show(await createStream(world, context.get("caller"), input)), 201);
  });

  app.get("/", (context) => {
    const caller = context.get("caller");
    const { streamsonly, sessionsonly, active } = context.req.query();
    const found = store.streams
      .replicaAll()
      .filter((stream) => mayUse(caller, stream))
      .filter(({ parentId }) => (isOn(streamsonly) ? parentId === undefined : true))
      .filter(({ parentId }) => (isOn(sessionsonly) ? parentId !== undefined : true))
      .filter(({ isActive }) => (isOn(active) ? isActive : true));
    return listResponse(context.req.raw, found, show, { order: "lastSeen-true,createdAt-true" });
  });

  app.delete("/", async (context) => {
    const { ids } = await bodyOf(context, idsSchema);
    if (ids.length === 0) throw new ApiError(422, "missing ids");
    const streams = ids.map((id) => ownStream(world, context, id));
    for (const { id } of streams) remove(id);
    return noContent();
  });

  app.get("/playback/:playbackId", (context) => {
    const { playbackId } = context.req.param();
    return context.json(show(findBy(context, (it) => it.playbackId === playbackId && it.parentId === undefined)));
  });
  app.get("/key/:streamKey", (context) => {
    const { streamKey } = context.req.param();
    return context.json(show(findBy(context, (stream) => stream.streamKey === streamKey)));
  });

  app.get("/:id", (context) => context.json(show(ownStream(world, context, context.req.param("id"), "replica"))));

  app.get("/:id/info", (context) => {
    const { id } = context.req.param();
    const named = findBy(context, (it) => [it.id, it.streamKey, it.playbackId].includes(id));
    const isSession = named.parentId !== undefined;
    const stream = isSession ? ownStream(world, context, named.parentId ?? "") : named;
    return context.json({
      stream: show(stream),
      session: isSession ? toSession(named, clock.now()) : null,
      isPlaybackid: named.playbackId === id,
      isSession,
      isStreamKey: named.streamKey === id,
    });
  });

  app.patch("/:id", async (context) => {
    const patch = await bodyOf(context, streamPatchSchema);
    await patchStream(world, context.get("caller"), ownStream(world, context, context.req.param("id")), patch);
    return noContent();
  });

  app.patch("/:id/suspended", async (context) => {
    const { suspended } = await bodyOf(context, suspendSchema);
    const { id } = ownStream(world, context, context.req.param("id"));
    store.streams.change(id, { suspended });
    if (suspended) live.end(id);
    return noContent();
  });

  app.delete("/:id", (context) => {
    remove(ownStream(world, context, context.req.param("id")).id);
    return noContent();
  });

  app.delete("/:id/terminate", (context) => {
    const { id, lastTerminatedAt } = ownStream(world, context, context.req.param("id"));
    const now = clock.now();
    if (lastTerminatedAt !== null && now - lastTerminatedAt < settings.timings.terminateMs) {
      throw new ApiError(429, "too many terminate requests");
    }
    store.streams.change(id, { lastTerminatedAt: now });
    live.end(id);
    return noContent();
  });

  app.post("/:id/start-pull", (context) => {
    ownStream(world, context, context.req.param("id"));
    throw forbidden("user is not a subject of experiment: stream-pull-source");
  });

  app.get("/:id/sessions", (context) => {
    const { id } = ownStream(world, context, context.req.param("id"), "replica");
    const { record } = context.req.query();
    const found = store.streams
      .replicaAll()
      .filter((stream) => stream.parentId === id && (isOn(record) ? stream.record : true))
      .toReversed();
    return listResponse(context.req.raw, found, (child) => toSession(child, clock.now()));
  });

  return app;
}

const isOn = (flag: string | undefined): boolean => flag !== undefined && !["", "0", "false"].includes(flag);
