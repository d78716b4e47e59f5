import { HttpError } from "../http-error.ts";

/** How soon at the earliest and at the latest it is worth asking again: most requests end within a second. */
const MIN_WAIT_MS = 1000;
const MAX_WAIT_MS = 5000;

/** The header is no key. */
export function unfit(): HttpError {
  return new HttpError(422, "invalid_argument", "The header `Idempotency-Key` must be 1 to 255 printable characters.", {
    issues: [{ path: "Idempotency-Key", message: "must be 1 to 255 printable ASCII characters" }],
    hint: "Send a random one for every new request, such as a UUID, and the same when you repeat it.",
  });
}

/** The key was sent with something else before. */
export function reused(): HttpError {
  return new HttpError(422, "invalid_argument", "This `Idempotency-Key` was sent with another request before.", {
    issues: [{ path: "Idempotency-Key", message: "was sent with another method, path or body" }],
    hint: "Send a new key with a new request, and with a repeated one exactly what was sent before.",
  });
}

/** The same request is being worked on. */
export function running(leftMs: number): HttpError {
  const waitMs = Math.min(Math.max(leftMs, MIN_WAIT_MS), MAX_WAIT_MS);
  return new HttpError(409, "conflict", "The same request is still being worked on.", {
    retryable: true,
    retryAfterMs: waitMs,
    hint: "Repeat it with the same key after a while: it is then answered as the first one was.",
    headers: { "Retry-After": String(Math.ceil(waitMs / 1000)) },
  });
}

/** Whoever was at the same request has died: to do it once more might do it twice. */
export function lost(): HttpError {
  return new HttpError(
    409,
    "conflict",
    "The gateway that was at the same request has ended; nobody knows how far it got.",
    {
      outcome: "unknown",
      hint: "Look whether what you asked for is there. If it is not, send the request with a new key.",
    },
  );
}
