/**
 * Waits for something, and no longer once the signal aborts.
 *
 * @param leave what is to be done then
 * @throws what it is waited for throws; the signal's reason
 */
export async function untilAborted<T>(signal: AbortSignal, awaited: Promise<T>, leave?: () => void): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => {
    leave?.();
    stopped.reject(signal.reason);
  };
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([awaited, stopped.promise]);
  } finally {
    // A signal that lives longer would keep alive what was waited for.
    signal.removeEventListener("abort", stop);
  }
}
