import type { Notice } from "../model/notice.ts";
import type { ProviderOptions } from "../model/common.ts";

/** Keeps only this provider's options and says which were left out. */
export function ownProviderOptions<T extends { providerOptions?: ProviderOptions | undefined }>(
  provider: string,
  input: T,
): { input: T; notices: Notice[] } {
  const { providerOptions, ...rest } = input;
  if (!providerOptions) return { input, notices: [] };
  const own = providerOptions[provider];
  const foreign = Object.keys(providerOptions).filter((name) => name !== provider);
  const kept: T = { ...input, ...rest, providerOptions: own ? { [provider]: own } : undefined };
  if (foreign.length === 0) return { input: kept, notices: [] };
  const message = `Options of ${foreign.join(", ")} were ignored: the provider is ${provider}.`;
  return { input: kept, notices: [{ code: "ignored_provider_options", message }] };
}
