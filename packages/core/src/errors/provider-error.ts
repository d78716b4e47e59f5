import { defined } from "../values/defined.ts";
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
    options: MultistreamErrorOptions & {
      provider: string;
      status?: number | undefined;
      requestId?: string | undefined;
    },
  ) {
    super(code, message, options);
    const { status, requestId } = options;
    Object.assign(this, defined({ status, requestId }));
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), status: this.status, requestId: this.requestId };
  }
}
