import { MultistreamError } from "@polycast/core";
import { errorCodeSchema } from "@polycast/core/provider";
import * as z from "zod";
import { plainCell } from "../text/plain-cell.ts";

// It is shown in a terminal, and some of it may come from a provider.
const textSchema = z.string().transform(plainCell);

const problemSchema = z.object({
  // A newer gateway may have codes that this version does not know.
  code: errorCodeSchema.catch("internal"),
  detail: textSchema,
  hint: textSchema.optional(),
  retryable: z.boolean().optional(),
  outcome: z.enum(["not_applied", "unknown"]).optional(),
  requestId: z.string().optional(),
  provider: z.string().optional(),
  issues: z.array(z.object({ path: textSchema, message: textSchema })).optional(),
});

/** The error that a gateway has answered, or that what answers is none. */
export function toError(answer: unknown, { origin }: URL): MultistreamError {
  const problem = problemSchema.safeParse(answer);
  if (!problem.success) {
    return new MultistreamError("provider_response_invalid", `What answers at ${origin} is no Polycast gateway.`, {
      hint: "Set POLYCAST_URL (--gateway-url) to the gateway's own address.",
    });
  }
  const { code, detail, hint, requestId, ...rest } = problem.data;
  const next: Partial<Record<typeof code, string>> = {
    unauthenticated: "Set POLYCAST_API_KEY to a key of this gateway.",
    internal: `Please report it with the request id ${requestId ?? "of the gateway's log"}.`,
  };
  // The gateway's own credentials at a provider are another matter than our key.
  return new MultistreamError(code, detail, {
    ...rest,
    hint: rest.provider === undefined ? (next[code] ?? hint) : hint,
  });
}

/** No answer has come; a change may have arrived all the same. */
export function unreachable({ origin }: URL, cause: unknown, method: string): MultistreamError {
  const outcome = method === "GET" || wasRefused(cause) ? "not_applied" : "unknown";
  if (isTimeout(cause)) {
    return new MultistreamError("timeout", `The gateway at ${origin} has not answered within a minute.`, {
      hint: outcome === "unknown" ? "Look whether it was done before you repeat it." : "Try it again.",
      outcome,
      cause,
    });
  }
  return new MultistreamError("provider_unavailable", `No gateway answers at ${origin}.`, {
    hint: "Start one with `polycast start`, or set POLYCAST_URL (--gateway-url) to where it runs.",
    outcome,
    cause,
  });
}

/** Has our own patience ended? */
export function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "TimeoutError";
}

function wasRefused(cause: unknown): boolean {
  const inner = cause instanceof Error ? cause.cause : undefined;
  return (
    inner instanceof Error && "code" in inner && ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"].includes(String(inner.code))
  );
}
