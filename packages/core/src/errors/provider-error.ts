import type { ErrorCode } from "./error-code.ts";
import { MultistreamError, type MultistreamErrorOptions } from "./multistream-error.ts";

/** The provider answered with an error, or did not answer. */
export class ProviderError extends MultistreamError {
  override name = "ProviderError";
  /** HTTP status of the answer, where there was one. */
  declare readonly status?: number;
  /** The provider's own request id, for its support. */
  declare readonly requestId?: string;

  constructor(
    code: ErrorCode,
    message: string,
    options: MultistreamErrorOptions & { provider: string; status?: number; requestId?: string },
  ) {
    super(code, message, options);
    if (options.status !== undefined) this.status = options.status;
    if (options.requestId !== undefined) this.requestId = options.requestId;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), status: this.status, requestId: this.requestId };
  }
}
