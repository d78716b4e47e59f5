import type { Capabilities, Metadata, Notice, ProviderOptions } from "@polycast/core";
import { ownProviderOptions } from "@polycast/core/host";
import type { Instance } from "./instances.ts";

type OwnFields = {
  reference?: string | undefined;
  metadata?: Metadata | undefined;
  providerOptions?: ProviderOptions | undefined;
};

/**
 * What a provider gets of an input: `reference` and `metadata` only where it has a slot for them, because the gateway
 * keeps them itself; and its own options only, with a notice about the others.
 */
export function inputFor<T extends OwnFields>(
  { adapter }: Instance,
  stores: Capabilities["stores"]["stream"],
  wanted: T,
): { input: T; notices: Notice[] } {
  const own = ownProviderOptions(adapter.name, wanted);
  const input = { ...own.input };
  if (!stores.includes("reference")) delete input.reference;
  if (!stores.includes("metadata")) delete input.metadata;
  if (input.providerOptions === undefined) delete input.providerOptions;
  return { input, notices: own.notices };
}
