import type { ProviderAdapter } from "@polycast/core";
import { MultistreamError } from "@polycast/core";
import { fakeProvider } from "@polycast/core/testing";

/** A factory that keeps what it was given. */
export function recordingFactory() {
  const given: unknown[] = [];
  const factory = (settings: Record<string, unknown>): ProviderAdapter => {
    given.push(settings);
    return fakeProvider().provider;
  };
  return { factory, given };
}

/** A factory that refuses everything, as a provider's does. */
export function invalidFactory(): ProviderAdapter {
  throw new MultistreamError("invalid_argument", "Invalid settings of picky(): colour: is not known.", {
    issues: [{ path: "colour", message: "is not known" }],
  });
}
