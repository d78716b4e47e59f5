import type { Log } from "@polycast/core/provider";
import type { LogEntry } from "./messages.ts";

const MAX_HELD = 100;

/** A log that may be read later than it is written to: the first lines are kept until somebody takes them. */
export class HeldLog {
  #held: LogEntry[] = [];
  #reader: Log | undefined;

  /** Writes a line. Never throws: what the reader throws is its own. */
  readonly write: Log = (...entry) => {
    if (this.#reader) this.#pass(this.#reader, entry);
    else if (this.#held.length < MAX_HELD) this.#held.push(entry);
  };

  /** Gives all lines to this reader, beginning with what was kept. */
  readBy(reader: Log): void {
    this.#reader = reader;
    for (const entry of this.#held.splice(0)) this.#pass(reader, entry);
  }

  #pass(reader: Log, entry: LogEntry): void {
    try {
      reader(...entry);
    } catch {
      // There is nobody left to tell.
    }
  }
}
