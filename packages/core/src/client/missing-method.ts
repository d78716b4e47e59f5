import { MultistreamError } from "../errors/multistream-error.ts";

/** `adapter_incompatible`: the capability table allows what the adapter has no method for. */
export function missingMethod(operation: string, provider: string): MultistreamError {
  return new MultistreamError("adapter_incompatible", `The ${provider} adapter allows ${operation} but cannot do it.`, {
    provider,
    hint: "This is a bug of the adapter: its capability table and its methods disagree.",
  });
}
