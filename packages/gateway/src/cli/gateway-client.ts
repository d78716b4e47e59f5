import { randomUUID } from "node:crypto";
import { MultistreamError } from "@polycast/core";
import { apiKeyPattern } from "../secrets/api-key.ts";
import { isTimeout, toError, unreachable } from "./gateway-errors.ts";

/** What a query may hold; what is undefined is left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** Calls a running gateway. */
export type GatewayClient = {
  /**
   * Every POST carries an `Idempotency-Key` of its own.
   *
   * @returns the answer's JSON; undefined where it has no body
   * @throws MultistreamError with the next step
   */
  call(method: Method, path: string, body?: unknown): Promise<unknown>;
  /** Opens an answer that goes on: its body is the caller's to read. @throws MultistreamError as `call` */
  open(path: string, options: { headers: Record<string, string>; signal: AbortSignal }): Promise<Response>;
};

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_URL = "http://127.0.0.1:8787";
const TIMEOUT_MS = 60_000;

/**
 * Makes one from `POLYCAST_URL` (default `http://127.0.0.1:8787`) and `POLYCAST_API_KEY`.
 *
 * @param url goes before the variable
 * @throws MultistreamError `invalid_argument` when the key is missing or the URL is none
 */
export function createGatewayClient(env: Environment, url?: string): GatewayClient {
  const base = readUrl(url ?? (env["POLYCAST_URL"] || DEFAULT_URL));
  const apiKey = env["POLYCAST_API_KEY"];
  if (apiKey === undefined || apiKey === "") {
    throw new MultistreamError("invalid_argument", "There is no API key to call the gateway with.", {
      hint: "Set POLYCAST_API_KEY to a key of it: the one that it was started with, or that its first start has shown.",
    });
  }
  if (!apiKeyPattern.test(apiKey)) {
    throw new MultistreamError("invalid_argument", "POLYCAST_API_KEY does not hold an API key.", {
      hint: "Copy the whole key, without quotes, spaces and line ends.",
    });
  }
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${apiKey}` };
    return fetch(new URL(path, base), { ...init, headers }).catch((cause: unknown) => {
      throw init.signal?.aborted && !isTimeout(cause) ? cause : unreachable(base, cause, init.method ?? "GET");
    });
  };
  return {
    async call(method, path, body) {
      const headers: Record<string, string> = {};
      if (body !== undefined) headers["content-type"] = "application/json";
      if (method === "POST") headers["idempotency-key"] = randomUUID();
      const init: RequestInit = { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) };
      if (body !== undefined) init.body = JSON.stringify(body);
      const response = await send(path, init);
      const answer = await readJson(response, base, method);
      if (response.ok && answer !== NOT_JSON) return answer;
      throw toError(answer, base);
    },
    async open(path, options) {
      const response = await send(path, options);
      if (response.ok && response.body) return response;
      throw toError(await readJson(response, base, "GET"), base);
    },
  };
}

/** A path with its query. */
export function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

const NOT_JSON = Symbol("not JSON");

async function readJson(response: Response, base: URL, method: string): Promise<unknown> {
  const text = await response.text().catch((cause: unknown) => {
    throw unreachable(base, cause, method);
  });
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ["http:", "https:"].includes(url.protocol)) return url;
  throw new MultistreamError("invalid_argument", "The gateway's URL is not an http URL.", {
    hint: `Give it like ${DEFAULT_URL}, as POLYCAST_URL or --gateway-url.`,
  });
}
