import { isMultistreamError } from "@polycast/core";
import type { Context } from "hono";
import { askForBody } from "./ask-for-body.ts";
import { HttpError } from "./http-error.ts";
import { refuseEncoded } from "./refuse-encoded.ts";
import type { RequestEnv } from "./request-env.ts";

/**
 * Reads a body as it is, byte by byte. It is counted as it arrives: who only announces something takes no room.
 *
 * @param count is told of each part before it is kept; what it throws ends the reading
 * @throws HttpError 415, 413 or 400
 */
export async function readWebhookBody(
  c: Context<RequestEnv>,
  maxBytes: number,
  count: (bytes: number) => void,
): Promise<Uint8Array> {
  refuseEncoded(c);
  const announced = c.req.header("content-length");
  if (announced !== undefined && Number(announced) > maxBytes) throw tooLarge(maxBytes);
  askForBody(c);
  // A stream of the web would cost more than all the rest of the request.
  const { incoming } = { ...c.env };
  const source: AsyncIterable<Uint8Array> | undefined =
    incoming?.iterator({ destroyOnReturn: false }) ?? c.req.raw.body ?? undefined;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of source ?? []) {
      bytes += part.byteLength;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      count(part.byteLength);
      parts.push(part);
    }
  } catch (error) {
    // The rest must pass by before the connection can be used again.
    incoming?.resume();
    throw isMultistreamError(error) ? error : cutOff(error);
  }
  return Buffer.concat(parts);
}

function cutOff(cause: unknown): HttpError {
  return new HttpError(400, "invalid_argument", "The body did not arrive as a whole.", {
    hint: "Send it again.",
    cause,
  });
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError(413, "invalid_argument", `The body is larger than ${maxBytes} bytes.`, {
    hint: "No provider sends webhooks of that size: check what is sent here.",
  });
}
