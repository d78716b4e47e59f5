import { decide } from "../capabilities/decide.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { StateStore } from "../state-store/state-store.ts";
import type { StreamMemory } from "../state-store/stream-memory.ts";
import { call } from "./call.ts";
import { checkAdapter } from "./check-adapter.ts";
import { createParts } from "./client-parts.ts";
import type { Multistream } from "./multistream.ts";
import { createStreamsClient } from "./streams-client.ts";
import { createTargetsClient } from "./targets-client.ts";

/**
 * The client over one provider.
 *
 * ```ts
 * await using live = createMultistream({ provider: selfhost() });
 * const { stream, ingest } = await live.streams.create({ name: "Friday show" });
 * ```
 *
 * @param options.state where what webhooks say is kept; without it every read shows what one answer of the provider tells
 * @throws MultistreamError `adapter_incompatible`
 */
export function createMultistream(options: { provider: ProviderAdapter; state?: StateStore }): Multistream {
  const { provider, state } = options;
  checkAdapter(provider);
  const remembering = state && (() => rememberIn(state, provider));
  const open = async (): Promise<ProviderAdapter> => (remembering ? (await remembering()).adapter : provider);
  const parts = createParts(provider, open);
  const close = async (): Promise<void> => provider.close?.();
  return {
    provider: provider.name,
    streams: createStreamsClient(parts),
    targets: createTargetsClient(parts),
    capabilities: parts.capabilities,
    can: async (operation, stream) => decide(await parts.capabilities(), operation, stream?.status.state),
    observe: async (observations, callOptions) => {
      if (!remembering) throw withoutState(provider.name);
      const { memory } = await remembering();
      return call(provider.name, callOptions, (context) => memory.observe(observations, context));
    },
    watch: async function* (watchOptions = {}) {
      const { watch } = await import("../loaded-later.ts");
      yield* watch(await open(), parts.wishes, watchOptions);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Loaded with the first call: an app without a state store never needs it. */
async function rememberIn(
  state: StateStore,
  provider: ProviderAdapter,
): Promise<{ memory: StreamMemory; adapter: ProviderAdapter }> {
  const { remember, StreamMemory } = await import("../loaded-later.ts");
  const memory = new StreamMemory(state, provider);
  return { memory, adapter: remember(provider, memory) };
}

function withoutState(provider: string): MultistreamError {
  return new MultistreamError("unsupported", "Without a state store there is nothing that observations could change.", {
    provider,
    hint: "Give `createMultistream` a `state`, e.g. `memoryStateStore()`.",
  });
}
