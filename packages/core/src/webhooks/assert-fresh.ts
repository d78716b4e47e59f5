import type { VerifyOptions } from "../contract/webhooks.ts";
import { WebhookVerificationError } from "../errors/webhook-verification-error.ts";

const DEFAULT_TOLERANCE_SECONDS = 300;

/**
 * Is the delivery from now? Ask after the signature was checked: a time that nobody signed proves nothing, and who
 * reads `outside_window` may rely on the sender.
 *
 * @param at milliseconds since 1970
 * @throws WebhookVerificationError `outside_window`, on both sides of it
 */
export function assertFresh(
  at: number,
  options: Pick<VerifyOptions, "toleranceSeconds" | "now"> & { provider: string },
): void {
  const toleranceMs = (options.toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS) * 1_000;
  const distance = Math.abs((options.now ?? new Date()).getTime() - at);
  if (distance <= toleranceMs) return;
  throw new WebhookVerificationError("outside_window", { provider: options.provider });
}
