import { isMultistreamError } from "../errors/multistream-error.ts";

/** Could the call that failed with this have taken effect? */
export function mayHaveApplied(error: unknown): boolean {
  return !isMultistreamError(error) || error.outcome === "unknown";
}

/**
 * Runs a write that may be answered with an error although it took effect. Where that is not known, the thing is read.
 *
 * @param took reads the thing: is it as it was asked for?
 * @throws what the write throws, unless it took effect
 */
export async function confirmed(write: () => Promise<unknown>, took: () => Promise<boolean>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const isOpen = isMultistreamError(error) && error.outcome === "unknown";
    if (!isOpen || !(await took().catch(() => false))) throw error;
  }
}
