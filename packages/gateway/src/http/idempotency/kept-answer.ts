import { isMultistreamError } from "@polycast/core";
import type { Context } from "hono";
import type { ContentfulStatusCode, StatusCode } from "hono/utils/http-status";
import * as z from "zod";
import type { RequestEnv } from "../request-env.ts";

/** An answer as it is kept: what belongs to the one request, such as its id, is left out. */
const keptAnswerSchema = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});
type KeptAnswer = z.infer<typeof keptAnswerSchema>;

const keptHeaders = ["Content-Type", "Location", "Retry-After"];

/** Says that an answer was given before. */
const REPLAYED_HEADER = "Idempotent-Replayed";

/**
 * Is this the answer to something that was done, or may have been? What certainly had no effect may be tried afresh
 * with the same key, mended or after a while.
 */
export function isWorthKeeping(c: Context<RequestEnv>): boolean {
  if (c.error === undefined) return c.res.ok;
  return !isMultistreamError(c.error) || c.error.outcome === "unknown";
}

/** Takes the answer of a request. */
export async function takeAnswer(c: Context<RequestEnv>): Promise<string> {
  const headers: Record<string, string> = {};
  for (const name of keptHeaders) {
    const value = c.res.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  const answer: KeptAnswer = { status: c.res.status, headers, body: await c.res.clone().text() };
  return JSON.stringify(answer);
}

/** Gives a kept answer again. */
export function giveAgain(c: Context<RequestEnv>, text: string): Response {
  const { status, headers, body } = keptAnswerSchema.parse(JSON.parse(text));
  const all = { ...headers, [REPLAYED_HEADER]: "true" };
  return body === ""
    ? c.newResponse(null, status as StatusCode, all)
    : c.body(body, status as ContentfulStatusCode, all);
}
