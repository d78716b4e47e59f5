import type { Context } from "hono";
import * as z from "zod";
import { checkWith } from "../kernel/check.ts";
import { readJson } from "../kernel/read-json.ts";
import { Boom } from "./errors.ts";

/** Castr shows no refusal of a body: every rule here, and that unknown fields are ignored, is assumed. */
const settings = z.record(z.string(), z.unknown());

export const newStream = z.object({
  name: z.string().min(1),
  enabled: z.boolean().default(true),
  settings: settings.default({}),
});

export const streamPatch = z.object({
  name: z.string().min(1).optional(),
  enabled: z.boolean().optional(),
  settings: settings.optional(),
});

const server = z.string().regex(/^(rtmps?|srt):\/\/[^\s/]+/i, "must be an rtmp, rtmps or srt address");

/** `custom` is the only template that is shown for platforms made by the API. */
export const newPlatform = z
  .object({
    template: z.literal("custom"),
    name: z.string().optional(),
    server,
    key: z.string().default(""),
    enabled: z.boolean().default(true),
  })
  .refine(({ server, key }) => key !== "" || /^srt:/i.test(server), { path: ["key"], message: "is required" });

export const platformPatch = z.object({
  name: z.string().optional(),
  server: server.optional(),
  key: z.string().optional(),
  enabled: z.boolean().optional(),
  metadata: z.object({ title: z.string().optional(), description: z.string().optional() }).optional(),
});

const hookUrl = z.url({ protocol: /^https?$/ });

export const newHook = z.object({
  url: hookUrl,
  enabled: z.boolean().default(true),
  live_stream: z.string().optional(),
});

export const hookPatch = z.object({ url: hookUrl.optional(), enabled: z.boolean().optional() });

/** Beyond the last page there is an empty one; `limit` above 100 counts as 100 (both assumed). */
export const pageQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .default(20)
    .transform((limit) => Math.min(limit, 100)),
});

/** @throws Boom 415 for another content type than JSON, 400 for what is no JSON or does not fit */
export async function readBody<Schema extends z.ZodType>(context: Context, schema: Schema): Promise<z.output<Schema>> {
  if (!/^application\/json\b/i.test(context.req.header("content-type") ?? "")) {
    throw new Boom(415, "Unsupported Media Type");
  }
  const body = await readJson(context.req);
  if (!body.ok || body.value === undefined) throw new Boom(400, "Invalid request payload JSON format");
  return check(schema, body.value);
}

/** @throws Boom 400 that names the field, never its value */
export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  return checkWith(schema, value, (field, message) => new Boom(400, `"${field || "value"}" ${message}`));
}
