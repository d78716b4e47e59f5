import { createRtmpServer, type RtmpServer } from "@polycast/selfhost/rtmp";

/** What a sink has seen of one stream key. */
export type SinkCount = {
  frames: number;
  bytes: number;
  /** The widest step between two video timestamps of one connection, in milliseconds. */
  widestStepMs: number;
  connections: number;
  open: boolean;
};

/** A platform on this machine: takes any key, counts, and can be broken. */
export class LocalSink {
  readonly #counts = new Map<string, SinkCount>();
  #server: RtmpServer | undefined;
  #port = 0;

  get url(): `rtmp://${string}` {
    return `rtmp://127.0.0.1:${this.#port}/app`;
  }

  count(streamKey: string): SinkCount {
    let count = this.#counts.get(streamKey);
    if (!count) {
      count = { frames: 0, bytes: 0, widestStepMs: 0, connections: 0, open: false };
      this.#counts.set(streamKey, count);
    }
    return count;
  }

  /** Opens it, and after `break` again at the same address. */
  async open(): Promise<void> {
    this.#server = await createRtmpServer({
      host: "127.0.0.1",
      port: this.#port,
      onPublish: ({ streamName }) => ({ accept: true, sink: this.#take(this.count(streamName)) }),
    });
    this.#port = this.#server.port;
  }

  /** Drops every connection and takes no new one. */
  async break(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }

  #take(count: SinkCount) {
    let last: number | undefined;
    count.connections++;
    count.open = true;
    return {
      media(message: { typeId: number; timestamp: number; payload: Buffer }) {
        count.bytes += message.payload.length;
        // Sequence headers (packet type 0) are no frames.
        if (message.typeId !== 9 || message.payload[1] === 0) return;
        count.frames++;
        if (last !== undefined) count.widestStepMs = Math.max(count.widestStepMs, message.timestamp - last);
        last = message.timestamp;
      },
      closed() {
        count.open = false;
      },
    };
  }
}
