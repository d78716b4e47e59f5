import { isMultistreamError } from "@polycast/core";

/** An error in a log line. What is none of ours is not repeated: nobody knows what its message holds. */
export function describeError(error: unknown): string {
  return isMultistreamError(error) ? error.message : "unexpected";
}
