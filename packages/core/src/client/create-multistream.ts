import { decide } from "../capabilities/decide.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { Capabilities } from "../model/capabilities.ts";
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
 * @throws MultistreamError `adapter_incompatible`
 */
export function createMultistream(options: { provider: ProviderAdapter }): Multistream {
  const adapter = options.provider;
  checkAdapter(adapter);
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
    watch: (watchOptions = {}) => watch(adapter, wishes, watchOptions),
    close,
    [Symbol.asyncDispose]: close,
  };
}
