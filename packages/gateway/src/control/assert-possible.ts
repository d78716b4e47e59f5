import type { Capabilities, Operation } from "@polycast/core";
import { assertAllowed, isNever, ruleOf } from "@polycast/core/provider";

/**
 * Refuses at once what no state of the stream makes possible; whatever else is asked for waits for its time.
 *
 * @param rules the gateway's own
 * @throws CapabilityError `unsupported`, with the rule
 */
export function assertPossible(rules: Capabilities, provider: string, operations: readonly Operation[]): void {
  for (const operation of operations) {
    if (isNever(ruleOf(rules, operation))) assertAllowed(rules, operation, provider);
  }
}
