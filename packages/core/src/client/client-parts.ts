import { assertAllowed, type Operation } from "../capabilities/decide.ts";
import type { CallContext } from "../contract/call-context.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { Capabilities } from "../model/capabilities.ts";
import { call } from "./call.ts";
import type { CallOptions } from "./multistream.ts";
import { streamStateFor } from "./stream-state-for.ts";
import { Wishes } from "./wishes.ts";

/** One call under way: on which adapter, and with what goes along. */
export type Call = { adapter: ProviderAdapter; context: CallContext };

/** What the calls of one client share. */
export type ClientParts = {
  provider: string;
  wishes: Wishes;
  /** Asked once, and again after a failure. */
  capabilities: () => Promise<Capabilities>;
  /** Runs one call under the caller's signal and a time limit. What has to be loaded for it is loaded before. */
  run: <T>(options: CallOptions | undefined, body: (call: Call) => Promise<T>) => Promise<T>;
  /** The same for what changes nothing. */
  read: <T>(options: CallOptions | undefined, body: (call: Call) => Promise<T>) => Promise<T>;
  /** @throws CapabilityError when the provider refuses one of the operations now */
  allow: (operations: Iterable<Operation>, streamId: string, call: Call) => Promise<void>;
};

/** @param open answers the adapter that the calls go to, the same as `provider` or one around it */
export function createParts(
  provider: ProviderAdapter,
  open: () => ProviderAdapter | Promise<ProviderAdapter>,
): ClientParts {
  let known: Promise<Capabilities> | undefined;
  const capabilities = (): Promise<Capabilities> => {
    known ??= call(provider.name, undefined, async () => provider.capabilities(), { isRead: true }).catch(
      (error: unknown) => {
        known = undefined;
        throw error;
      },
    );
    return known;
  };
  return {
    provider: provider.name,
    wishes: new Wishes(),
    capabilities,
    async run(options, body) {
      const adapter = await open();
      return call(provider.name, options, (context) => body({ adapter, context }));
    },
    async read(options, body) {
      const adapter = await open();
      return call(provider.name, options, (context) => body({ adapter, context }), { isRead: true });
    },
    async allow(asked, streamId, { adapter, context }) {
      const table = await capabilities();
      for (const operation of asked) {
        const state = await streamStateFor(adapter, table, operation, streamId, context);
        assertAllowed(table, operation, provider.name, state);
      }
    },
  };
}
