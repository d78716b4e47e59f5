import type { ErrorCode } from "../errors/error-code.ts";
import type { Issue } from "../errors/multistream-error.ts";
import { ProviderError } from "../errors/provider-error.ts";
import type { Attempt } from "./attempt.ts";
import { codeOfStatus } from "./code-of-status.ts";
import type { HttpClientSettings, HttpRequest, ProviderFault } from "./http-client.ts";
import { networkFault } from "./network-fault.ts";

const MAX_ISSUES = 50;
const MAX_REQUEST_ID = 200;
const REQUEST_ID_HEADERS = ["x-request-id", "request-id", "x-amzn-requestid", "cf-ray"];

/** What is known of a call when it has to be told why it failed. */
export type FailedCall = {
  settings: Pick<HttpClientSettings, "provider" | "readFault">;
  request: HttpRequest;
  /** Takes out of a text all credentials that are known. */
  clean: (text: string) => string;
  /** May an attempt have taken effect? */
  doubt: boolean;
};

export type AnswerAttempt = Extract<Attempt, { kind: "answer" }>;

/** The provider answered with an error. */
export function answerError(call: FailedCall, answer: AnswerAttempt, retryAfterMs: number | undefined): ProviderError {
  const fault = readFault(call, answer);
  const code = fault.code ?? codeOfStatus(answer.status);
  return toError(call, { ...fault, code, message: fault.message ?? `answered ${answer.status}` }, answer, retryAfterMs);
}

/** The provider answered with a success that cannot be read. */
export function unreadableError(call: FailedCall, answer: AnswerAttempt, issues: Issue[]): ProviderError {
  const [first] = issues;
  const what = first === undefined ? "" : `: ${first.path === "" ? "" : `${first.path}: `}${first.message}`;
  return toError(
    call,
    { code: "provider_response_invalid", message: `the answer does not have the expected shape${what}`, issues },
    answer,
  );
}

/** No answer came. */
export function silenceError(call: FailedCall, attempt: Exclude<Attempt, AnswerAttempt>): ProviderError {
  if (attempt.kind === "timeout") {
    return toError(call, { code: "timeout", message: `did not answer within ${attempt.timeoutMs} ms` });
  }
  const { message, cause } = networkFault(attempt.error, call.clean);
  return toError(call, { code: "provider_unavailable", message }, undefined, undefined, cause);
}

function readFault({ settings, request }: FailedCall, answer: AnswerAttempt): ProviderFault {
  const { status, headers, body } = answer;
  try {
    return settings.readFault({ status, body: parsed(body.text), headers, method: request.method, path: request.path });
  } catch {
    // An error in an unknown shape is told by its status.
    return {};
  }
}

function parsed(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function toError(
  { settings, request, clean, doubt }: FailedCall,
  { code, message, issues, hint }: ProviderFault & { code: ErrorCode; message: string },
  answer?: AnswerAttempt,
  retryAfterMs?: number,
  cause?: Error,
): ProviderError {
  const outcome = doubt && request.method !== "GET" ? "unknown" : "not_applied";
  const requestId = answer && requestIdOf(answer.headers, clean);
  return new ProviderError(code, clean(`${settings.provider}: ${withStop(message)}`), {
    provider: settings.provider,
    outcome,
    status: answer?.status,
    requestId,
    issues: issues?.slice(0, MAX_ISSUES).map(({ path, message }) => ({ path: clean(path), message: clean(message) })),
    hint: hint === undefined ? defaultHint(code, outcome) : clean(hint),
    retryAfterMs,
    cause,
  });
}

function withStop(message: string): string {
  return /[.!?]\s*$/.test(message) ? message : `${message}.`;
}

function defaultHint(code: ErrorCode, outcome: "not_applied" | "unknown"): string | undefined {
  if (outcome === "unknown") return "Read before repeating it: the change may have been made.";
  return hints[code];
}

const hints: Partial<Record<ErrorCode, string>> = {
  invalid_argument: "Change what the message names: the provider refused it, and nothing was changed.",
  not_found: "Check the id: it may have been deleted.",
  provider_response_invalid: "Check the base URL; if it is right, the provider's API has changed: please report it.",
  unauthenticated: "Check the credentials that this provider is set up with.",
  forbidden: "Check what these credentials may do, and the plan of the account.",
  rate_limited: "Repeat it after `retryAfterMs`, or later.",
  provider_unavailable: "Repeat it later; nothing was changed.",
  timeout: "Repeat it; nothing was changed.",
};

function requestIdOf(headers: Headers, clean: (text: string) => string): string | undefined {
  for (const name of REQUEST_ID_HEADERS) {
    const id = headers.get(name);
    if (id) return clean(id).slice(0, MAX_REQUEST_ID);
  }
  return undefined;
}
