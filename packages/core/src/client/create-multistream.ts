import { decide } from "../capabilities/decide.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { Capabilities } from "../model/capabilities.ts";
import { remember } from "../state-store/remember.ts";
import type { StateStore } from "../state-store/state-store.ts";
import { StreamMemory } from "../state-store/stream-memory.ts";
import { call } from "./call.ts";
import { checkAdapter } from "./check-adapter.ts";
import type { Multistream } from "./multistream.ts";
import { createStreamsClient } from "./streams-client.ts";
import { createTargetsClient } from "./targets-client.ts";
import { watch } from "./watch.ts";
import { Wishes } from "./wishes.ts";

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
  checkAdapter(options.provider);
  const memory = options.state && new StreamMemory(options.state, options.provider);
  const adapter = memory ? remember(options.provider, memory) : options.provider;
  const wishes = new Wishes();
  let known: Promise<Capabilities> | undefined;
  const capabilities = (): Promise<Capabilities> => {
    known ??= call(adapter.name, undefined, async () => adapter.capabilities()).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  const close = async (): Promise<void> => adapter.close?.();
  return {
    provider: adapter.name,
    streams: createStreamsClient(adapter, capabilities, wishes),
    targets: createTargetsClient(adapter, capabilities, wishes),
    capabilities,
    can: async (operation, stream) => decide(await capabilities(), operation, stream?.status.state),
    observe: async (observations, callOptions) => {
      if (!memory) throw withoutState(adapter.name);
      return call(adapter.name, callOptions, (context) => memory.observe(observations, context));
    },
    watch: (watchOptions = {}) => watch(adapter, wishes, watchOptions),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function withoutState(provider: string): MultistreamError {
  return new MultistreamError("unsupported", "Without a state store there is nothing that observations could change.", {
    provider,
    hint: "Give `createMultistream` a `state`, e.g. `memoryStateStore()`.",
  });
}
