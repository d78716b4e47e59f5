import type { Context } from "hono";
import { askForBody } from "./ask-for-body.ts";
import { HttpError } from "./http-error.ts";
import { refuseEncoded } from "./refuse-encoded.ts";
import type { RequestEnv } from "./request-env.ts";

/** Bytes that a request body may have. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Reads the body of a request, once however often it is asked for.
 *
 * @throws HttpError 415, 413 or 400
 */
export async function readBody(c: Context<RequestEnv>): Promise<Uint8Array> {
  const body = c.get("body") ?? (await readBytes(c));
  c.set("body", body);
  return body;
}

async function readBytes(c: Context<RequestEnv>): Promise<Uint8Array> {
  refuseEncoded(c);
  const length = c.req.header("content-length");
  if (length !== undefined && Number(length) > MAX_BODY_BYTES) throw tooLarge();
  askForBody(c);
  try {
    // The HTTP parser lets no more through than was announced.
    return length === undefined ? await readUnannounced(c) : new Uint8Array(await c.req.arrayBuffer());
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw new HttpError(400, "invalid_argument", "The body did not arrive as a whole.", {
      hint: "Send it again.",
      cause: error,
    });
  }
}

async function readUnannounced(c: Context<RequestEnv>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): HttpError {
  return new HttpError(413, "invalid_argument", `The body is larger than ${MAX_BODY_BYTES} bytes.`, {
    hint: "Send less at once: add targets one by one.",
  });
}
