import type { Context } from "hono";
import { HttpError } from "./http-error.ts";
import { readBody } from "./read-body.ts";
import { refuseBrokenText } from "./refuse-broken-text.ts";
import type { RequestEnv } from "./request-env.ts";

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/iu;

/** RFC 8259 §8.1 knows UTF-8 alone; the parameter has no meaning, but whoever sends another one means it. */
const CHARSET = /;\s*charset\s*=\s*"?(?<charset>[^\s";]*)/iu;

/** Only escapes bring a NUL or half of a surrogate pair into JSON that is valid UTF-8. */
const MAY_BREAK_TEXT = /\\u(?:0000|d[89a-f])/iu;

/**
 * Reads a JSON body. What it holds is checked by whom it is for, but for text that could not be kept.
 *
 * @throws HttpError 415, 413 or 400
 * @throws MultistreamError `invalid_argument`
 */
export async function readJson(c: Context<RequestEnv>): Promise<unknown> {
  const type = c.req.header("content-type");
  if (type === undefined || !JSON_TYPE.test(type)) {
    throw new HttpError(415, "invalid_argument", "The body must be JSON.", {
      hint: "Send it with `Content-Type: application/json`.",
      headers: { Accept: "application/json" },
    });
  }
  const charset = CHARSET.exec(type)?.groups?.["charset"];
  if (charset !== undefined && !/^utf-?8$/iu.test(charset)) {
    throw new HttpError(415, "invalid_argument", "The body must be encoded as UTF-8.", {
      hint: "Send it as UTF-8, with `Content-Type: application/json`.",
      headers: { Accept: "application/json" },
    });
  }
  const text = decode(await readBody(c));
  const body = parse(text);
  if (MAY_BREAK_TEXT.test(text)) refuseBrokenText(body, "body");
  return body;
}

/** The same where the body may be left out: `{}` then. */
export async function readOptionalJson(c: Context<RequestEnv>): Promise<unknown> {
  const length = c.req.header("content-length");
  const isEmpty = (length === undefined && c.req.header("transfer-encoding") === undefined) || length === "0";
  return isEmpty && c.req.header("content-type") === undefined ? {} : readJson(c);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new HttpError(400, "invalid_argument", "The body is not valid UTF-8.", {
      hint: "Encode the text as UTF-8 before sending it.",
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message repeats parts of the body.
    throw new HttpError(400, "invalid_argument", "The body is not valid JSON.", {
      hint: "Check quotes, commas and brackets.",
    });
  }
}
