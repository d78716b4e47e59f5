/** A receiver of webhooks that never answers; its requests end when their signal aborts. */
export function silentReceiver() {
  let signal: AbortSignal | null | undefined;
  const fetch = (_: unknown, init?: RequestInit): Promise<Response> =>
    new Promise((_done, fail) => {
      ({ signal } = init ?? {});
      signal?.addEventListener("abort", () => fail(new Error("too slow")));
    });
  /** Was the newest request given up? Undefined while there was none. */
  const isGivenUp = (): boolean | undefined => signal?.aborted;
  return { fetch, isGivenUp };
}
