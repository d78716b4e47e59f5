import { SPEC_VERSION, type ProviderAdapter } from "../contract/provider-adapter.ts";
import { MultistreamError } from "../errors/multistream-error.ts";

/** @throws MultistreamError `adapter_incompatible`, naming both packages, when the adapter is of another contract. */
export function checkAdapter(adapter: ProviderAdapter): void {
  const version: number = adapter.specVersion;
  if (version === SPEC_VERSION) return;
  throw new MultistreamError(
    "adapter_incompatible",
    `${adapter.packageName} speaks contract version ${version}; @polycast/core speaks ${SPEC_VERSION}.`,
    { provider: adapter.name, hint: `Install versions of @polycast/core and ${adapter.packageName} that fit.` },
  );
}
