import type { Log } from "@polycast/core/provider";
import type { LogEntry } from "../relay/messages.ts";
import { Changes } from "./deadline.ts";

/** A log that a test can wait for. */
export class LogBook {
  readonly lines: LogEntry[] = [];
  readonly #changes = new Changes();

  readonly write: Log = (...entry) => {
    this.lines.push(entry);
    this.#changes.tell();
  };

  /** Resolves with the nth line of this message, counted from 1. */
  async line(message: string, count = 1): Promise<LogEntry> {
    return this.#changes.until(`the log to say "${message}"`, () => this.#with(message)[count - 1]);
  }

  #with(message: string): LogEntry[] {
    return this.lines.filter((line) => line[1] === message);
  }
}
