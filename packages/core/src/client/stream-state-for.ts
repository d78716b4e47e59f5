import { type Operation, ruleOf } from "../capabilities/decide.ts";
import { outcomesOf } from "../capabilities/outcomes.ts";
import type { CallContext } from "../contract/call-context.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { StreamState } from "../model/stream.ts";

/** The stream's state, read only when the answer depends on it. */
export async function streamStateFor(
  adapter: ProviderAdapter,
  capabilities: Capabilities,
  operation: Operation,
  streamId: string,
  context: CallContext,
): Promise<StreamState | undefined> {
  const rule = ruleOf(capabilities, operation);
  if (new Set(outcomesOf(rule).map((outcome) => outcome === "refused")).size === 1) return undefined;
  const stream = await adapter.streams.get(streamId, context);
  return stream.status.state;
}
