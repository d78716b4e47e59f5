import type { MediaMessage } from "../rtmp/message.ts";
import { createRtmpServer, type RtmpServerOptions } from "../rtmp/server.ts";
import type { PublishDecision, PublishRequest } from "../rtmp/server-types.ts";
import { Changes } from "./deadline.ts";

/** One frame of video as it arrived. */
export type Frame = { number: number; timestamp: number; arrivedAt: number };

/** What one publisher has brought. */
export type Publication = {
  streamKey: string;
  /** The video frames of the encoder of these tests, which numbers them. */
  frames: Frame[];
  /** Messages of all kinds. */
  messages: number;
  /** Why it ended; absent while it goes on. */
  ended?: string;
};

type Refusal = "NetStream.Publish.BadName" | "NetStream.Publish.Denied";

/** A destination over real sockets, of the loopback interface. */
export class Sink implements AsyncDisposable {
  readonly publications: Publication[] = [];
  /** Refuses publishers with this word, from now on. */
  refuses: Refusal | undefined;
  /** Publishers that asked, refused ones included. */
  asked = 0;
  /** The most publications that were open at the same time. */
  mostAtOnce = 0;
  readonly #changes = new Changes();
  #server: Awaited<ReturnType<typeof createRtmpServer>> | undefined;

  /** Opens one on a free port, or on this one. */
  static async open(options: { port?: number; tls?: RtmpServerOptions["tls"] } = {}): Promise<Sink> {
    const sink = new Sink();
    sink.#server = await createRtmpServer({
      host: "127.0.0.1",
      port: options.port ?? 0,
      ...(options.tls ? { tls: options.tls } : {}),
      limits: { closeGraceMs: 100 },
      onPublish: (request) => sink.#onPublish(request),
    });
    return sink;
  }

  get port(): number {
    return this.#server?.port ?? 0;
  }

  /** Where to push to. */
  get url(): `rtmp://${string}` {
    return `rtmp://127.0.0.1:${this.port}/app`;
  }

  get last(): Publication | undefined {
    return this.publications.at(-1);
  }

  /** Resolves when this holds, now or later. */
  until<T>(what: string, check: () => T | undefined | false): Promise<T> {
    return this.#changes.until(what, check);
  }

  /** Resolves with the newest publication when this many more frames of it have arrived. */
  async more(count = 5): Promise<Publication> {
    const from = this.last?.frames.length ?? 0;
    const { length } = this.publications;
    return this.until(`${count} more frames`, () => {
      const { last } = this;
      const before = this.publications.length === length ? from : 0;
      return last && last.frames.length >= before + count && !last.ended ? last : undefined;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.close();
  }

  #onPublish(request: PublishRequest): PublishDecision {
    this.asked++;
    this.#changes.tell();
    if (this.refuses) return { accept: false, code: this.refuses, description: "No." };
    const publication: Publication = { streamKey: request.streamName, frames: [], messages: 0 };
    this.publications.push(publication);
    const open = this.publications.filter(({ ended }) => ended === undefined);
    this.mostAtOnce = Math.max(this.mostAtOnce, open.length);
    return {
      accept: true,
      sink: {
        media: (message) => {
          publication.messages++;
          const number = frameNumber(message);
          if (number !== undefined) {
            publication.frames.push({ number, timestamp: message.timestamp, arrivedAt: Date.now() });
          }
          this.#changes.tell();
        },
        closed: (reason) => {
          publication.ended = reason;
          this.#changes.tell();
        },
      },
    };
  }
}

/** The number that the encoder has written into a frame of video; nothing for set-up and the rest. */
function frameNumber({ typeId, payload }: MediaMessage): number | undefined {
  return typeId === 9 && payload[1] === 1 ? payload.readUInt32BE(5) : undefined;
}
