import { type Notice, RecentMap, type RedactedDestination } from "@polycast/core/provider";

/** Targets that are remembered; the oldest give way. */
const MAX_TARGETS = 10_000;

/** What this process knows of a target object that it has made or changed: Livepeer never tells its URL again. */
export type Remembered = {
  streamId: string;
  destination: RedactedDestination;
  notices: Notice[];
  /** The hash of where it sends to. */
  identity: string;
  /** The hash of the whole address as it was written, passphrase and options included. */
  sent: string;
  /** Made here for one stream alone: nobody else refers to it, so it may be deleted without looking. */
  own: boolean;
};

/** Remembers targets by their id, for as long as the process runs. Holds no key. */
export class TargetMemory extends RecentMap<string, Remembered> {
  constructor() {
    super(MAX_TARGETS);
  }
}
