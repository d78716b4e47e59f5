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
import type { Hearer } from "./watch.ts";

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
  const hearers = new Set<Hearer>();
  let closing = new AbortController();
  const close = async (): Promise<void> => {
    try {
      await provider.close?.();
    } finally {
      // After it: how everything ended is told as well.
      closing.abort();
      closing = new AbortController();
    }
  };
  return {
    provider: provider.name,
    streams: createStreamsClient(parts),
    targets: createTargetsClient(parts),
    capabilities: parts.capabilities,
    can: async (operation, stream) => {
      const { decideFor } = await import("../loaded-later.ts");
      return decideFor(await parts.capabilities(), operation, stream);
    },
    observe: async (observations, callOptions) => {
      if (!remembering) throw withoutState(provider.name);
      const { memory } = await remembering();
      const events = await call(provider.name, callOptions, (context) => memory.observe(observations, context));
      for (const hear of hearers) hear(observations);
      return events;
    },
    watch: async function* (watchOptions = {}) {
      const { signal: closed } = closing;
      const { watch } = await import("../loaded-later.ts");
      const { wishes } = parts;
      const sources = { provider, adapter: provider, ...(await remembering?.()), wishes, hearers, closed };
      yield* watch(sources, watchOptions);
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
