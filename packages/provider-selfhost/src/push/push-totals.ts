import type { Dropped } from "./pusher.ts";
import type { RtmpSession } from "./rtmp-session.ts";

/** What all connections of one target have achieved, while the stream's session lasts. */
export class PushTotals {
  #acceptedBytes = 0;
  #dropped: Dropped = { messages: 0, bytes: 0 };
  #lastByteAt: number | undefined;

  /** Takes over the numbers of a connection that is done. */
  add(done: RtmpSession): void {
    const { acceptedBytes, dropped, lastByteAt } = this.with(done);
    this.#acceptedBytes = acceptedBytes;
    this.#dropped = dropped;
    this.#lastByteAt = lastByteAt;
  }

  /** The numbers up to now, those of the present connection included. `lastByteAt` is monotonic. */
  with(present: RtmpSession | undefined): { acceptedBytes: number; dropped: Dropped; lastByteAt: number | undefined } {
    const { acceptedBytes = 0, lastByteAt } = present?.numbers ?? {};
    const { messages = 0, bytes = 0 } = present?.dropped ?? {};
    return {
      acceptedBytes: this.#acceptedBytes + acceptedBytes,
      dropped: { messages: this.#dropped.messages + messages, bytes: this.#dropped.bytes + bytes },
      lastByteAt: lastByteAt ?? this.#lastByteAt,
    };
  }
}
