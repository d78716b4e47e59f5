import type { Channel } from "./access.ts";

/** Those who listen to what is told on a store. */
export type Listeners = {
  add(channel: Channel, listener: (payload: string | undefined) => void): () => void;
  /** Without a payload: anything may have happened. */
  tell(channel: Channel, payload?: string): void;
};

/** @param onError a listener that throws keeps the others from nothing */
export function createListeners(onError: (error: unknown) => void = () => undefined): Listeners {
  const byChannel = new Map<Channel, Set<(payload: string | undefined) => void>>();
  return {
    add(channel, listener) {
      const listeners = byChannel.get(channel) ?? new Set();
      byChannel.set(channel, listeners);
      // Its own function, so that the same one may listen twice.
      const own = (payload: string | undefined): void => listener(payload);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    tell(channel, payload) {
      for (const listener of byChannel.get(channel) ?? []) {
        try {
          listener(payload);
        } catch (error) {
          onError(error);
        }
      }
    },
  };
}
