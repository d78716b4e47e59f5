import { MultistreamError } from "@polycast/core";
import { errorCodeSchema } from "@polycast/core/provider";
import * as z from "zod";

/** Calls a running gateway. */
export type GatewayClient = {
  /**
   * @returns the parsed answer; undefined where it has no body
   * @throws MultistreamError with the next step
   */
  call(method: "GET" | "POST", path: string, body?: unknown): Promise<unknown>;
};

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_URL = "http://127.0.0.1:8787";
const TIMEOUT_MS = 60_000;

const problemSchema = z.object({
  code: errorCodeSchema,
  detail: z.string(),
  hint: z.string().optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

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
      hint: "Set POLYCAST_API_KEY to an admin key of it: the one that it was started with, or that its first start has shown.",
    });
  }
  return {
    async call(method, path, body) {
      const headers: Record<string, string> = { authorization: `Bearer ${apiKey}` };
      if (body !== undefined) headers["content-type"] = "application/json";
      const init: RequestInit = { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) };
      if (body !== undefined) init.body = JSON.stringify(body);
      const response = await fetch(new URL(path, base), init).catch((cause: unknown) => {
        throw unreachable(base, cause);
      });
      const answer = parse(await response.text());
      if (response.ok && answer !== NOT_JSON) return answer;
      throw toError(answer, base);
    },
  };
}

const NOT_JSON = Symbol("not JSON");

function parse(text: string): unknown {
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

function toError(answer: unknown, { origin }: URL): MultistreamError {
  const problem = problemSchema.safeParse(answer);
  if (!problem.success) {
    return new MultistreamError("provider_response_invalid", `What answers at ${origin} is no Polycast gateway.`, {
      hint: "Set POLYCAST_URL (--gateway-url) to the gateway's own address.",
    });
  }
  const { code, detail, hint, issues } = problem.data;
  const next = code === "unauthenticated" ? "Set POLYCAST_API_KEY to an admin key of this gateway." : hint;
  return new MultistreamError(code, detail, { hint: next, issues });
}

function unreachable({ origin }: URL, cause: unknown): MultistreamError {
  return new MultistreamError("provider_unavailable", `No gateway answers at ${origin}.`, {
    hint: "Start one with `polycast start`, or set POLYCAST_URL (--gateway-url) to where it runs.",
    cause,
  });
}
