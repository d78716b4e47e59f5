import type { FromRelay, ToRelay } from "./messages.ts";
import { takeWorker } from "./spare-worker.ts";

/** The way to a relay that runs somewhere else. */
export type RelayLink = {
  post(message: ToRelay): void;
  /** Ends it at once; resolves when nothing is left of it. */
  terminate(): Promise<void>;
};

/** What is heard from it. */
export type RelayLinkEvents = {
  message(message: FromRelay): void;
  /** It has ended, for whatever reason; nothing follows. */
  gone(cause: string): void;
};

/** Starts a relay; it does nothing before it is told to open. */
export type SpawnRelay = (events: RelayLinkEvents) => RelayLink;

/** Starts a relay in a thread of this process. */
export const spawnRelay: SpawnRelay = (events) => {
  const worker = takeWorker();
  let cause = "its thread ended";
  worker.on("message", (message: FromRelay) => events.message(message));
  worker.on("error", (error) => {
    cause = error instanceof Error ? `${error.name}: ${error.message}` : "something was thrown that is no error";
  });
  worker.on("exit", () => events.gone(cause));
  return {
    post: (message) => worker.postMessage(message),
    terminate: async () => void (await worker.terminate()),
  };
};
