import { MultistreamError } from "@polycast/core";
import type { RelayPort } from "@polycast/selfhost";

/** A port for an adapter that is made before the store is open. */
export type RelayLink = {
  port: RelayPort;
  /** From here on calls go there. */
  connect: (far: RelayPort) => void;
};

/** Makes one. Before it is connected every call throws MultistreamError `provider_unavailable`. */
export function createRelayLink(): RelayLink {
  let connected: RelayPort | undefined;
  const far = (): RelayPort => {
    if (connected) return connected;
    throw new MultistreamError("provider_unavailable", "The store that is shared with the relays is not open.", {
      provider: "selfhost",
      hint: "Ask a gateway that runs.",
    });
  };
  const port: RelayPort = {
    get: async (streamId) => far().get(streamId),
    list: async (query) => far().list(query),
    put: async (stream) => far().put(stream),
    remove: async (streamId) => far().remove(streamId),
    command: async (command) => far().command(command),
    subscribe: (listener) => far().subscribe(listener),
    taken: async () => far().taken?.(),
    ports: async () => far().ports?.(),
  };
  return { port, connect: (given) => void (connected = given) };
}
