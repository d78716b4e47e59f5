import { MultistreamError } from "@polycast/core";

/** A read that leaves open what state the stream is in. */
export function stateUnknown(provider: string): MultistreamError {
  return new MultistreamError("provider_unavailable", `${provider} does not tell what state the stream is in.`, {
    provider,
    hint: "It is asked again in a while.",
  });
}
