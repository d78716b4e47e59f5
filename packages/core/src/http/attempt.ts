import { untilAborted } from "../calls/until-aborted.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { HttpClock } from "./clock.ts";
import type { HttpClientSettings, HttpRequest } from "./http-client.ts";
import { type BodyText, dropBody, readBody } from "./read-body.ts";

const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_BODY_BYTES = 8 * 1_024 * 1_024;
const MAX_ERROR_BODY_BYTES = 64 * 1_024;

/** An answer whose body is read, or no answer. Times are our own clock's, milliseconds since 1970. */
export type Attempt =
  | {
      kind: "answer";
      ok: boolean;
      status: number;
      headers: Headers;
      body: BodyText;
      sentAt: number;
      receivedAt: number;
    }
  | { kind: "timeout"; timeoutMs: number }
  | { kind: "network"; error: unknown };

/**
 * Sends a request once, within the time limit, its body included.
 *
 * @throws the reason of the context's signal; MultistreamError `invalid_argument` for what cannot be sent at all
 */
export async function attempt(
  settings: HttpClientSettings,
  request: HttpRequest,
  authorization: string,
  clock: HttpClock,
): Promise<Attempt> {
  const { signal } = request.context;
  const timeoutMs = settings.attemptTimeoutMs ?? DEFAULT_TIMEOUT_MS;
  const timeout = new AbortController();
  const ended = AbortSignal.any([signal, timeout.signal]);
  const cancelTimer = clock.after(timeoutMs, () => timeout.abort());
  try {
    const written = toRequest(settings, request, authorization, ended);
    const sentAt = clock.wall();
    // A fetch that somebody has put in may not heed the signal.
    const response = await untilAborted(ended, send(settings, written));
    if (!isResponse(response)) throw new TypeError("no Response");
    const { ok, status, headers } = response;
    const body = await untilAborted(ended, bodyOf(response, request));
    return { kind: "answer", ok, status, headers, body, sentAt, receivedAt: clock.wall() };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (timeout.signal.aborted) return { kind: "timeout", timeoutMs };
    if (error instanceof MultistreamError) throw error;
    return { kind: "network", error };
  } finally {
    cancelTimer();
  }
}

/** Looked up now: a test may have replaced the global one since the client was made. */
async function send({ fetch = globalThis.fetch }: HttpClientSettings, request: Request): Promise<Response> {
  return fetch(request);
}

/** One that somebody has put in may be of another class, or give anything. */
function isResponse(value: unknown): boolean {
  const { status, headers }: { status?: unknown; headers?: unknown } = Object(value);
  return typeof status === "number" && typeof headers === "object";
}

function toRequest(
  { provider, baseUrl }: HttpClientSettings,
  { method, path, json, headers: own, searchParams = {} }: HttpRequest,
  authorization: string,
  signal: AbortSignal,
): Request {
  try {
    const url = new URL(baseUrl.replace(/\/+$/, "") + path);
    for (const [name, value] of Object.entries(searchParams)) {
      if (value !== undefined) url.searchParams.append(name, String(value));
    }
    const headers = new Headers({ ...own, accept: "application/json", "user-agent": "polycast", authorization });
    // Credentials go nowhere but to the base URL.
    const init: RequestInit = { method, headers, signal, redirect: "manual" };
    if (json !== undefined) {
      headers.set("content-type", "application/json");
      init.body = JSON.stringify(json);
    }
    return new Request(url, init);
  } catch {
    // What is wrong is said with the value in it, which may be a credential.
    throw new MultistreamError("invalid_argument", `${provider}: this request cannot be written as HTTP.`, {
      provider,
      hint: "Check the base URL, the credentials and the JSON.",
    });
  }
}

async function bodyOf(response: Response, request: HttpRequest): Promise<BodyText> {
  if (!response.ok) return readBody(response, MAX_ERROR_BODY_BYTES);
  if (request.schema) return readBody(response, MAX_BODY_BYTES);
  dropBody(response);
  return { text: "", cut: false };
}
