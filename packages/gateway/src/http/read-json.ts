import type { Context } from "hono";
import { HttpError } from "./http-error.ts";

/** Bytes that a request body may have. */
const MAX_BODY_BYTES = 1024 * 1024;

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/iu;

/**
 * Reads a JSON body. What it holds is checked by whom it is for.
 *
 * @throws HttpError 415, 413 or 400
 */
export async function readJson(c: Context): Promise<unknown> {
  const type = c.req.header("content-type");
  if (type === undefined || !JSON_TYPE.test(type)) {
    throw new HttpError(415, "invalid_argument", "The body must be JSON.", {
      hint: "Send it with `Content-Type: application/json`.",
      headers: { Accept: "application/json" },
    });
  }
  const text = await readText(c);
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message repeats parts of the body.
    throw new HttpError(400, "invalid_argument", "The body is not valid JSON.", {
      hint: "Check quotes, commas and brackets; the encoding must be UTF-8.",
    });
  }
}

async function readText(c: Context): Promise<string> {
  const length = c.req.header("content-length");
  if (length !== undefined) {
    if (Number(length) > MAX_BODY_BYTES) throw tooLarge();
    // The HTTP parser lets no more through than was announced.
    return c.req.text();
  }
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw tooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function tooLarge(): HttpError {
  return new HttpError(413, "invalid_argument", `The body is larger than ${MAX_BODY_BYTES} bytes.`, {
    hint: "Send less at once: add targets one by one.",
  });
}
