import type { ErrorCode } from "@polycast/core";
import { MultistreamError, type MultistreamErrorOptions } from "@polycast/core/provider";

/** Something is wrong with the HTTP request itself, which the status says better than the code. */
export class HttpError extends MultistreamError {
  override name = "HttpError";
  readonly status: number;
  /** Headers that belong to the answer, e.g. `Allow`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: ErrorCode,
    message: string,
    options: MultistreamErrorOptions & { headers?: Record<string, string> } = {},
  ) {
    super(code, message, options);
    this.status = status;
    this.headers = options.headers ?? {};
  }
}
