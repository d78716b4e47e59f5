import { isMultistreamError, MultistreamError } from "@polycast/core";
import { KEY_HINT } from "../../secret-flags.ts";

const KEY_PATH = /(?:^|\.)(?:streamKey|streamId)$/u;

/** Sends a destination. What the API says of a key that is missing is told in flags: never on the command line. */
export async function hintAtKey<T>(sending: Promise<T>): Promise<T> {
  return sending.catch((error: unknown) => {
    if (!isMultistreamError(error, "invalid_argument")) throw error;
    const { code, message, issues, provider, retryable, outcome } = error;
    if (!issues?.some(({ path }) => KEY_PATH.test(path))) throw error;
    throw new MultistreamError(code, message, { issues, provider, retryable, outcome, hint: KEY_HINT });
  });
}
