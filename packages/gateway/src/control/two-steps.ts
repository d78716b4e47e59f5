import { isMultistreamError, MultistreamError } from "@polycast/core";

/** A change that is made at a provider and in the store. */
export type Steps<A, R> = {
  /** Names what is changed in an error, e.g. `The stream`. */
  what: string;
  /** Changes it at the provider. */
  call(): Promise<A>;
  /** Stores it. */
  store(answer: A): Promise<R>;
  /** Takes the call back. Absent: it cannot be taken back. */
  undo?(answer: A): Promise<unknown>;
  /** What to do about a change that is made at the provider and not stored. */
  remedy(answer: A): string;
};

/**
 * Changes the provider first and the store second, and takes the first step back when the second fails.
 *
 * @throws MultistreamError the error of the step that failed. Its `outcome` is `unknown` when the provider may have
 * kept the change; the hint then says what to do.
 */
export async function inTwoSteps<A, R>(steps: Steps<A, R>): Promise<R> {
  const answer = await steps.call();
  try {
    return await steps.store(answer);
  } catch (error) {
    if (isUncertain(error) || !steps.undo) throw remains(steps.what, error, steps.remedy(answer));
    try {
      await steps.undo(answer);
    } catch {
      throw remains(steps.what, error, steps.remedy(answer));
    }
    throw error;
  }
}

/** A commit that may have reached the disk: taking the call back would leave a stored thing without its provider's half. */
function isUncertain(error: unknown): boolean {
  return isMultistreamError(error) && error.outcome === "unknown";
}

function remains(what: string, cause: unknown, hint: string): MultistreamError {
  const code = isMultistreamError(cause) ? cause.code : "internal";
  const message = `${what} was changed at the provider, but that could not be stored.`;
  return new MultistreamError(code, message, { outcome: "unknown", hint, cause });
}
