import type { ErrorCode } from "../errors/error-code.ts";
import type { Issue } from "../errors/multistream-error.ts";
import { ProviderError } from "../errors/provider-error.ts";
import type { Attempt } from "./attempt.ts";
import { codeOfStatus } from "./code-of-status.ts";
import type { HttpClientSettings, HttpRequest, ProviderFault } from "./http-client.ts";
import { networkFault } from "./network-fault.ts";
import { parseJson } from "./parse-json.ts";

const MAX_ISSUES = 50;
const MAX_REQUEST_ID = 200;
const REQUEST_ID_HEADERS = ["x-request-id", "request-id", "x-amzn-requestid", "cf-ray"];

/** What is known of a call when it has to be told why it failed. */
export type FailedCall = {
  settings: Pick<HttpClientSettings, "provider" | "readFault">;
  request: HttpRequest;
  /** Takes out of a text all credentials that are known. */
  clean: (text: string) => string;
  /** May an attempt before the last one have taken effect? */
  doubt: boolean;
};

export type AnswerAttempt = Extract<Attempt, { kind: "answer" }>;

/** The provider answered with an error. */
export function answerError(call: FailedCall, answer: AnswerAttempt, retryAfterMs: number | undefined): ProviderError {
  const fault = readFault(call, answer);
  const code = fault.code ?? codeOfStatus(answer.status);
  const message = fault.message ?? `answered ${answer.status}`;
  const outcome = fault.outcome ?? (answer.status < 500 ? "not_applied" : "unknown");
  return toError(call, { ...fault, code, message, outcome }, answer, retryAfterMs);
}

/** The provider answered with a success that cannot be read. */
export function unreadableError(call: FailedCall, answer: AnswerAttempt, issues: Issue[]): ProviderError {
  const what = issues.slice(0, 1).map(({ path, message }) => `: ${path && `${path}: `}${message}`);
  return toError(
    call,
    {
      code: "provider_response_invalid",
      message: `the answer does not have the expected shape${what.join("")}`,
      issues,
    },
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

function readFault(
  { settings, request: { method, path } }: FailedCall,
  { status, headers, body }: AnswerAttempt,
): ProviderFault {
  try {
    return settings.readFault({ status, body: parseJson(body.text, () => body.text), headers, method, path });
  } catch {
    // An error in an unknown shape is told by its status.
    return {};
  }
}

function toError(
  { settings, request, clean, doubt }: FailedCall,
  {
    code,
    message,
    issues,
    hint,
    retryable,
    outcome: told = "unknown",
  }: ProviderFault & { code: ErrorCode; message: string },
  answer?: AnswerAttempt,
  retryAfterMs?: number,
  cause?: Error,
): ProviderError {
  const ofAll = doubt ? "unknown" : told;
  const outcome = request.method === "GET" ? "not_applied" : ofAll;
  const requestId = answer && requestIdOf(answer.headers, clean);
  return new ProviderError(code, clean(`${settings.provider}: ${withStop(message)}`), {
    provider: settings.provider,
    outcome,
    retryable,
    status: answer?.status,
    requestId,
    issues: issues?.slice(0, MAX_ISSUES).map(({ path, message }) => ({ path: clean(path), message: clean(message) })),
    hint: hint === undefined ? (outcome === "unknown" ? READ_FIRST : hints[code]) : clean(hint),
    retryAfterMs,
    cause,
  });
}

function withStop(message: string): string {
  return /[.!?]\s*$/.test(message) ? message : `${message}.`;
}

const READ_FIRST = "Read before repeating: the change may have been made.";
const LATER = "Repeat it later; nothing was changed.";
const hints: Partial<Record<ErrorCode, string>> = {
  invalid_argument: "Change what the message names.",
  not_found: "Check the id: it may have been deleted.",
  provider_response_invalid: "Check the base URL, or report it.",
  unauthenticated: "Check the credentials.",
  forbidden: "Check the credentials and the plan.",
  rate_limited: LATER,
  provider_unavailable: LATER,
  timeout: LATER,
};

function requestIdOf(headers: Headers, clean: (text: string) => string): string | undefined {
  const id = REQUEST_ID_HEADERS.map((name) => headers.get(name)).find(Boolean);
  return id ? clean(id).slice(0, MAX_REQUEST_ID) : undefined;
}
