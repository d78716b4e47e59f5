import { isMultistreamError, MultistreamError } from "@polycast/core";
import { errorCodeSchema, scrubText } from "@polycast/core/provider";
import * as z from "zod";
import { ExpiredCursorError } from "../control/events/expired-cursor-error.ts";
import { errorCatalogue } from "./error-catalogue.ts";
import { mayHoldSecret } from "../text/may-hold-secret.ts";
import { HttpError } from "./http-error.ts";

/** An error over HTTP: a problem detail (RFC 9457) with the fields of `MultistreamError`. */
export const problemSchema = z.object({
  /** A path on this gateway that explains the code. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** What went wrong this time. */
  detail: z.string(),
  code: errorCodeSchema,
  /** Is the same request worth repeating by itself? */
  retryable: z.boolean(),
  /** `unknown`: it may have happened, read before repeating. */
  outcome: z.enum(["not_applied", "unknown"]),
  /** What to do next. */
  hint: z.string().optional(),
  /** Where the input is wrong. */
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** The provider instance or provider that the error is about. */
  provider: z.string().optional(),
  /** Also in the header `X-Request-Id` and in the gateway's log. */
  requestId: z.string(),
});
type Problem = z.infer<typeof problemSchema>;

/** An error as it is answered. */
export type ProblemAnswer = { problem: Problem; headers: Record<string, string> };

/** Turns anything thrown into a problem. Nothing of an unexpected error is shown, and no text leaves unscrubbed. */
export function toProblem(thrown: unknown, requestId: string): ProblemAnswer {
  const error = isMultistreamError(thrown) ? thrown : unexpected();
  const status = statusOf(error);
  const { code, provider } = error;
  const { detail, hint, issues } = toldBy(error);
  const problem: Problem = {
    type: `/errors/${code}`,
    title: titleOf(error),
    status,
    detail,
    code,
    retryable: error.retryable,
    outcome: error.outcome,
    ...(hint === undefined ? {} : { hint }),
    ...(issues === undefined ? {} : { issues }),
    ...(provider === undefined ? {} : { provider }),
    requestId,
  };
  return { problem, headers: headersOf(error, status) };
}

/** The texts of an error, which may repeat what others have said. */
function toldBy({ message: detail, hint, issues }: MultistreamError): Pick<Problem, "detail" | "hint" | "issues"> {
  const said = {
    detail,
    ...(hint === undefined ? {} : { hint }),
    ...(issues === undefined ? {} : { issues }),
  };
  if (!mayHoldSecret(JSON.stringify(said))) return said;
  return {
    detail: scrubText(detail),
    ...(hint === undefined ? {} : { hint: scrubText(hint) }),
    ...(issues === undefined
      ? {}
      : { issues: issues.map(({ path, message }) => ({ path: scrubText(path), message: scrubText(message) })) }),
  };
}

function statusOf(error: MultistreamError): number {
  if (error instanceof HttpError) return error.status;
  if (error instanceof ExpiredCursorError) return 410;
  return isOfProvider(error) ? 502 : errorCatalogue[error.code].status;
}

function titleOf(error: MultistreamError): string {
  const { title, providerTitle = title } = errorCatalogue[error.code];
  return isOfProvider(error) ? providerTitle : title;
}

/** It is not the caller's key that was refused but the gateway's own credentials. */
function isOfProvider({ code, provider }: MultistreamError): boolean {
  return (code === "unauthenticated" || code === "forbidden") && provider !== undefined;
}

function headersOf(error: MultistreamError, status: number): Record<string, string> {
  const headers: Record<string, string> = error instanceof HttpError ? { ...error.headers } : {};
  const waits = error.retryable && (status === 429 || status === 503);
  if (waits) headers["Retry-After"] = String(Math.max(1, Math.ceil((error.retryAfterMs ?? 1000) / 1000)));
  return headers;
}

function unexpected(): MultistreamError {
  return new MultistreamError("internal", "Something unexpected happened.", {
    outcome: "unknown",
    hint: "Please report it with the request id.",
  });
}
