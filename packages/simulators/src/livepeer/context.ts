import type { Context } from "hono";
import type * as z from "zod";
import { readJson } from "../kernel/read-json.ts";
import type { Caller } from "./authenticate.ts";
import { badRequest } from "./errors.ts";
import { validate } from "./validate.ts";

/** What every route knows of its caller. */
export type Env = { Variables: { caller: Caller } };
export type LivepeerContext = Context<Env>;

/**
 * The body when it fits. Only JSON is read: with another content type the body counts as `{}`.
 *
 * @throws ApiError 400 when it is no JSON (the text is assumed), 422 when it does not fit
 */
export async function bodyOf<T>(context: LivepeerContext, schema: z.ZodType<T>): Promise<T> {
  const isJson = context.req.header("content-type")?.includes("json") ?? false;
  const body = isJson ? await readJson(context.req.raw) : { ok: true as const, value: undefined };
  if (!body.ok) throw badRequest("Unexpected token in JSON");
  return validate(schema, body.value ?? {});
}

/** 204. */
export const noContent = () => new Response(null, { status: 204 });
