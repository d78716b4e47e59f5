import type { Rule } from "../model/capabilities.ts";
import { MultistreamError, type MultistreamErrorOptions } from "./multistream-error.ts";

/** The provider cannot do this, or not while the stream is in this state. No call was made. */
export class CapabilityError extends MultistreamError {
  override name = "CapabilityError";
  /** The operation, e.g. `target.update.destination`. */
  readonly operation: string;
  /** The rule that says so, where one does. */
  declare readonly rule?: Rule;

  constructor(
    code: "unsupported" | "not_idle" | "limit_exceeded",
    message: string,
    options: MultistreamErrorOptions & { operation: string; rule?: Rule | undefined },
  ) {
    super(code, message, options);
    this.operation = options.operation;
    if (options.rule !== undefined) this.rule = options.rule;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), operation: this.operation, rule: this.rule };
  }
}
