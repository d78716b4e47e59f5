import { media } from "../hub/testing/media.ts";
import { encodeChunks } from "../rtmp/chunk-writer.ts";
import { connectPublisher } from "../rtmp/client.ts";
import type { RtmpPublisherConnection } from "../rtmp/publisher-connection.ts";
import type { MediaMessage } from "../rtmp/message.ts";
import { withDeadline } from "./deadline.ts";

const FRAME_MS = 40;
const FRAMES_PER_GOP = 12;
const FRAME_BYTES = 400;
const chunkStreams = { 8: 4, 9: 6, 18: 5 } as const;

/** Where an encoder sends to; `tls` with the certificate that it trusts. */
export type EncoderIngest = { url: string; streamKey: string; ca?: string };

/** An encoder that sends numbered frames, 25 a second, until it is told otherwise. */
export class Encoder implements Disposable {
  readonly #connection: RtmpPublisherConnection;
  readonly #closed = Promise.withResolvers<void>();
  readonly #first: number;
  readonly #frameBytes: number;
  #timer: NodeJS.Timeout | undefined;
  #next: number;

  private constructor(connection: RtmpPublisherConnection, first: number, frameBytes: number) {
    this.#connection = connection;
    this.#first = first;
    this.#frameBytes = frameBytes;
    this.#next = first;
    connection.onClose(() => {
      this.silence();
      this.#closed.resolve();
    });
    for (const setUp of [media.metadata(), media.videoHeader(), media.audioHeader()]) this.#send(setUp);
    this.resume();
  }

  /**
   * Connects and begins to send.
   *
   * @param first number of the first frame
   * @param frameBytes size of each; default 400
   * @throws RtmpConnectError when it is refused
   */
  static async start({ url, streamKey, ca }: EncoderIngest, first = 0, frameBytes = FRAME_BYTES): Promise<Encoder> {
    const { hostname, port, pathname } = new URL(url.replace(/^rtmps?:/u, "http:"));
    const connection = await connectPublisher({
      host: hostname,
      port: Number(port),
      ...(ca === undefined ? {} : { tls: { ca } }),
      app: pathname.slice(1),
      streamName: streamKey,
      tcUrl: url,
    });
    return new Encoder(connection, first, frameBytes);
  }

  /** Number of the next frame. */
  get next(): number {
    return this.#next;
  }

  /** Stops sending, and keeps the connection open. */
  silence(): void {
    clearInterval(this.#timer);
  }

  /** Sends on, with the frame after the last. */
  resume(): void {
    const from = { frame: this.#next, at: performance.now() };
    const sendDue = (): void => {
      const due = from.frame + (performance.now() - from.at) / FRAME_MS;
      while (this.#next <= due) this.#sendFrame(this.#next++);
    };
    this.#timer = setInterval(sendDue, FRAME_MS / 2);
    sendDue();
  }

  /** Says goodbye. */
  async stop(): Promise<void> {
    this.silence();
    await this.#connection.close();
  }

  /** Goes away without a word. */
  drop(): void {
    this.silence();
    this.#connection.destroy();
  }

  /** Resolves when its connection is over, whoever ended it. */
  get closed(): Promise<void> {
    return withDeadline("the encoder's connection to close", this.#closed.promise);
  }

  [Symbol.dispose](): void {
    this.drop();
  }

  #sendFrame(number: number): void {
    const index = number - this.#first;
    const timestamp = index * FRAME_MS;
    const make = index % FRAMES_PER_GOP === 0 ? media.keyframe : media.frame;
    this.#send(make(timestamp, number, this.#frameBytes));
    this.#send(media.audio(timestamp));
  }

  #send({ typeId, timestamp, payload }: MediaMessage): void {
    const { messageStreamId, outChunkSize } = this.#connection;
    const message = { chunkStreamId: chunkStreams[typeId], messageStreamId, typeId, timestamp, payload };
    this.#connection.write(encodeChunks(message, outChunkSize));
  }
}
