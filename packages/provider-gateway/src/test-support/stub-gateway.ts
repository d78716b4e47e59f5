import type { CallContext } from "@polycast/core/provider";
import { gateway } from "../gateway.ts";
import type { GatewaySettings } from "../settings.ts";

/** One request as the stub saw it. */
export type Asked = { method: string; path: string; headers: Headers; json: unknown };

/** What it answers; a function may look at the request, and may hang. */
export type Answer =
  | { status?: number; json?: unknown; headers?: Record<string, string>; body?: BodyInit }
  | ((asked: Asked, request: Request) => Promise<Response>);

export const apiKey = "pcsk_api-key-canary";
export const URL_OF_STUB = "https://live.example.com/base";

const fast = { perSecond: 10_000, burst: 10_000 };

/** A gateway that answers what it is told to, the last answer again and again. */
export function stubGateway(answers: Record<string, Answer | Answer[]>, settings: GatewaySettings = {}) {
  const asked: Asked[] = [];
  const left = new Map(Object.entries(answers).map(([name, given]) => [name, [given].flat()]));
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const text = await request.clone().text();
    const path = pathname.replace("/base", "") + search;
    const one = {
      method: request.method,
      path,
      headers: request.headers,
      json: text === "" ? undefined : JSON.parse(text),
    };
    asked.push(one);
    const queue = left.get(`${request.method} ${path}`) ?? left.get(`${request.method} ${path.split("?")[0]}`) ?? [];
    const answer = queue.length > 1 ? queue.shift() : queue[0];
    if (typeof answer === "function") return answer(one, request);
    const {
      status = 200,
      json,
      headers = {},
      body,
    } = answer ?? problem(404, "not_found", { detail: "There is no such route." });
    const type = status >= 400 ? "application/problem+json" : "application/json";
    const content = body ?? (json === undefined ? null : JSON.stringify(json));
    return new Response(content, { status, headers: { "content-type": type, ...headers } });
  };
  const adapter = gateway({ url: URL_OF_STUB, apiKey, fetch, rateLimits: { create: fast, other: fast }, ...settings });
  return { adapter, asked };
}

/** A problem as a gateway answers it. */
export function problem(
  status: number,
  code: string,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Exclude<Answer, (...args: never) => unknown> {
  const json = { type: `/errors/${code}`, title: "Title", status, detail: "What went wrong.", code, retryable: false };
  return { status, json: { ...json, outcome: "not_applied", requestId: "req_1", ...more }, headers };
}

/** A context whose signal never aborts. */
export function context(idempotencyKey?: string): CallContext {
  const { signal } = new AbortController();
  return idempotencyKey === undefined ? { signal } : { signal, idempotencyKey };
}

/** What a promise fails with. */
export async function failure(promise: Promise<unknown> | undefined): Promise<unknown> {
  return promise?.then(
    (value) => {
      throw new Error("It was to fail, and answered", { cause: value });
    },
    (error: unknown) => error,
  );
}

/** A method that the adapter may leave out, and does not. */
export function present<T>(method: T | undefined): T {
  if (method === undefined) throw new Error("The adapter has no such method.");
  return method;
}
