import type { Context } from "hono";

const phrases = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  413: "Request Entity Too Large",
  415: "Unsupported Media Type",
  429: "Too Many Requests",
  500: "Internal Server Error",
} as const;

/** The statuses that Castr's envelope is written for here. */
export type BoomStatus = keyof typeof phrases;

/** A refusal, as thrown by the routes. */
export class Boom extends Error {
  readonly status: BoomStatus;

  /** @param message goes over the wire; never holds a key */
  constructor(status: BoomStatus, message: string) {
    super(message);
    this.name = "Boom";
    this.status = status;
  }
}

/** The one error shape that Castr's clients report, `{statusCode, error, message}`; the texts are assumed. */
export function answerBoom(
  context: Context,
  { status, message }: Boom,
  headers: Record<string, string> = {},
): Response {
  return context.json({ statusCode: status, error: phrases[status], message }, status, headers);
}

/** For an id that does not exist, is of another stream, or is no id at all; which of these differ on the wire is unknown. */
export function notFound(what: string): Boom {
  return new Boom(404, `${what} not found`);
}
