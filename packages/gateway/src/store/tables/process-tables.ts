import type { Generated } from "kysely";
import type { EpochMs, Flag } from "./scalars.ts";

/** What one process does for all: a duty, or its own being alive. */
export type LeasesTable = {
  /** `observe:<instance>`, `relay:<id>`. */
  name: string;
  /** The process. */
  holder: string;
  /** Grows with every new holder. */
  epoch: number;
  expires_at: EpochMs;
  /** JSON of what the holder says about itself. */
  body: string | null;
};

/** What processes have seen, for the one that observes an instance. */
export type ReportsTable = {
  position: Generated<number>;
  instance: string;
  /** Who reports, e.g. `relay:<id>/<epoch>`. */
  source: string;
  /** JSON list of observations, in the provider's ids. */
  body: string;
  created_at: EpochMs;
};

/** What the relays are to do. */
export type RelayStreamsTable = {
  /** The stream's id at the relay. */
  id: string;
  instance: string;
  /** JSON of the whole wanted stream with its credentials, sealed. */
  wanted_sealed: string;
  /** Grows with every change. */
  revision: number;
  /** The relay that has its publisher, or had it last. */
  owner: string | null;
  /** Grows with every new owner. */
  epoch: number;
  /** Has the owner let go of it? Then it need not be waited for. */
  released: Flag;
  updated_at: EpochMs;
  /** When the stream was made. */
  created_at: EpochMs;
  /** The number of the last thing that a former owner has told; null: none has let go yet. */
  left_sequence: number | null;
  /** JSON of a session that the former owner did not end: the next one goes on with it. */
  left_session: string | null;
  /** When it let go. */
  left_at: EpochMs | null;
};

/** What was begun at a provider and is not stored as done. */
export type IntentsTable = {
  /** Ours, of what is made. */
  id: string;
  instance: string;
  operation: "stream.create";
  /** JSON of what is asked for, and of what it is known again by, sealed. */
  body_sealed: string;
  /** Who is at it. */
  holder: string;
  /** When whoever finds it may go on with it. */
  due_at: EpochMs;
  attempts: number;
  /** Was whoever asked told that its outcome is not known? */
  answered: Flag;
  created_at: EpochMs;
};
