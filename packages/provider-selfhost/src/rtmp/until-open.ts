import type { WriteFence } from "./write-fence.ts";

/**
 * Resolves when the fence is open: at once, as a rule.
 *
 * @throws the signal's reason when it aborts first
 */
export async function untilOpen(fence: WriteFence, signal?: AbortSignal): Promise<void> {
  if (fence.isOpen()) return;
  const opened = Promise.withResolvers<void>();
  const stopWaiting = fence.whenOpen(opened.resolve);
  const onAbort = (): void => opened.reject(signal?.reason);
  signal?.addEventListener("abort", onAbort);
  try {
    await opened.promise;
  } finally {
    stopWaiting();
    signal?.removeEventListener("abort", onAbort);
  }
}
