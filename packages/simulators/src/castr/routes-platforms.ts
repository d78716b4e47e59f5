import { Hono } from "hono";
import type * as z from "zod";
import { Boom } from "./errors.ts";
import { newPlatform, platformPatch, readBody } from "./input.ts";
import { showPlatform, showStream } from "./show.ts";
import { answerDeleted, checkRoom, newId, type Simulation } from "./simulation.ts";
import { type PlatformRecord, platformOf, type StreamRecord } from "./store.ts";

/** `/live_streams/{id}/platforms`: add, change, delete. Platforms are read with their stream; there is no GET. */
export function platformRoutes(simulation: Simulation): Hono {
  const { store, session, settings, account } = simulation;
  const { quirks } = settings;
  const show = (stream: StreamRecord, platform: PlatformRecord) =>
    quirks.platformAnswer === "stream" ? showStream(stream, account) : showPlatform(platform);

  return new Hono()
    .post("/:id/platforms", async (context) => {
      const stream = store.stream(context.req.param("id"));
      const { name, ...asked } = await readBody(context, newPlatform);
      checkRoom(stream, settings);
      const platform = session.addPlatform(stream, { id: newId(), ...asked, ...(name !== undefined && { name }) });
      return context.json(show(stream, platform), quirks.createdStatus);
    })
    .patch("/:id/platforms/:platformId", async (context) => {
      const stream = store.stream(context.req.param("id"));
      const platform = platformOf(stream, context.req.param("platformId"));
      const patch = await readBody(context, platformPatch);
      if (platform.template === "custom") changeCustom(platform, patch, quirks.patchPlatform);
      else changeLinked(platform, patch);
      session.follow(stream);
      return context.json(show(stream, platform));
    })
    .delete("/:id/platforms/:platformId", (context) => {
      const stream = store.stream(context.req.param("id"));
      session.deletePlatform(stream, platformOf(stream, context.req.param("platformId")));
      return answerDeleted(context, simulation);
    });
}

type Patch = z.output<typeof platformPatch>;

/** What is not honoured is ignored without a word: a client has to look. */
function changeCustom(platform: PlatformRecord, patch: Patch, honoured: "enabled_only" | "all"): void {
  const { enabled, name, server, key } = patch;
  if (enabled !== undefined) platform.enabled = enabled;
  if (honoured === "enabled_only") return;
  if (name !== undefined) platform.name = name;
  if (server !== undefined) platform.server = server;
  if (key !== undefined) platform.key = key;
}

/** The guide on social media metadata changes these of a platform that was linked by OAuth. */
function changeLinked(platform: PlatformRecord, { enabled, name, metadata, server, key }: Patch): void {
  // Assumed: Castr holds the address of a linked platform itself.
  if (server !== undefined || key !== undefined)
    throw new Boom(400, "Server and key of a linked platform are read-only");
  if (enabled !== undefined) platform.enabled = enabled;
  if (name !== undefined) platform.name = name;
  if (!metadata) return;
  const { title, description } = { ...platform.metadata, ...withoutUndefined(metadata) };
  platform.metadata = { ...(title !== undefined && { title }), ...(description !== undefined && { description }) };
}

function withoutUndefined<Value extends object>(value: Value): Partial<Value> {
  const known: Partial<Value> = {};
  for (const key in value) if (value[key] !== undefined) known[key] = value[key];
  return known;
}
