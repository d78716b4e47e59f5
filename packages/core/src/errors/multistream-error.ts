import { defined } from "../values/defined.ts";
import { type ErrorCode, isRetryableCode } from "./error-code.ts";

/** Where an input is wrong. `path` is dotted, e.g. `targets.0.destination.url`. */
export type Issue = { path: string; message: string };

export type MultistreamErrorOptions = {
  /** What to do next, for people. */
  hint?: string | undefined;
  /** `not_applied`: repeat it. `unknown`: it may have happened, read first. Default `not_applied`. */
  outcome?: "not_applied" | "unknown" | undefined;
  provider?: string | undefined;
  issues?: Issue[] | undefined;
  /** Default: true for `rate_limited`, `provider_unavailable` and `timeout`. */
  retryable?: boolean | undefined;
  /** How long to wait before a repeat, where somebody said so. */
  retryAfterMs?: number | undefined;
  cause?: unknown;
};

const marker: unique symbol = Symbol.for("polycast.multistream-error");

/** The base of every error that Polycast throws; aborts are the platform's `AbortError`. Never holds a credential. */
export class MultistreamError extends Error {
  override name = "MultistreamError";
  readonly [marker] = true;
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly outcome: "not_applied" | "unknown";
  declare readonly hint?: string;
  declare readonly provider?: string;
  declare readonly issues?: Issue[];
  declare readonly retryAfterMs?: number;

  constructor(code: ErrorCode, message: string, options: MultistreamErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? isRetryableCode(code);
    this.outcome = options.outcome ?? "not_applied";
    const { hint, provider, issues, retryAfterMs } = options;
    Object.assign(this, defined({ hint, provider, issues, retryAfterMs }));
  }

  /** What a log or an HTTP answer may show: everything but the stack and the cause. */
  toJSON(): Record<string, unknown> {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      retryable: this.retryable,
      outcome: this.outcome,
      hint: this.hint,
      provider: this.provider,
      issues: this.issues,
      retryAfterMs: this.retryAfterMs,
    };
  }
}

/** Is it one of ours, and of this code? Works across duplicated copies of the package, where `instanceof` does not. */
export function isMultistreamError(error: unknown, code?: ErrorCode): error is MultistreamError {
  return typeof error === "object" && error !== null && marker in error && (code === undefined || hasCode(error, code));
}

function hasCode(error: object, code: ErrorCode): boolean {
  return "code" in error && error.code === code;
}
