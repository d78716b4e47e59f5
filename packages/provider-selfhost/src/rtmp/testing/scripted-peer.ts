import { once } from "node:events";
import type { Duplex } from "node:stream";
import { encodeAmf0 } from "../amf0.ts";
import type { AmfValue } from "../amf0.ts";
import { ChunkReader } from "../chunk-reader.ts";
import { encodeChunks } from "../chunk-writer.ts";
import { decodeCommand } from "../command.ts";
import type { Command } from "../command.ts";
import type { ControlMessage } from "../control-message.ts";
import { Handshake } from "../handshake.ts";
import { MessageType } from "../message.ts";
import type { RtmpMessage } from "../message.ts";

/** One end of an RTMP connection that says and hears exactly what a test wants. */
export class ScriptedPeer {
  /** What came and was not asked for yet. */
  readonly inbox: RtmpMessage[] = [];
  /** Settles when the other end has closed. */
  readonly closed: Promise<unknown>;
  outChunkSize = 128;
  readonly #stream: Duplex;
  readonly #reader = new ChunkReader((message) => this.#deliver(message));
  readonly #handshake: Handshake;
  readonly #shaken = Promise.withResolvers<void>();
  #isShaken = false;
  #waiting: PromiseWithResolvers<void> | undefined;
  #isClosed = false;

  constructor(stream: Duplex, role: "client" | "server") {
    this.#stream = stream;
    this.#handshake = new Handshake(role);
    this.closed = once(stream, "close");
    stream.on("data", (bytes: Buffer) => this.#receive(bytes));
    stream.on("end", () => stream.destroy());
    stream.on("error", () => {});
    stream.on("close", () => {
      this.#isClosed = true;
      this.#waiting?.resolve();
    });
    if (role === "client") stream.write(this.#handshake.hello);
  }

  /** Settles when the handshake is over. */
  get shaken(): Promise<void> {
    return this.#shaken.promise;
  }

  write(bytes: Buffer): void {
    this.#stream.write(bytes);
  }

  /** Reads nothing any more, and so does not notice the end either. */
  stall(): void {
    this.#stream.pause();
  }

  /** Ends abruptly. */
  destroy(): void {
    this.#stream.destroy();
  }

  send(typeId: number, payload: Buffer, messageStreamId = 0, timestamp = 0): void {
    const message = { chunkStreamId: 3, messageStreamId, typeId, timestamp, payload };
    this.write(encodeChunks(message, this.outChunkSize));
  }

  control(message: ControlMessage): void {
    this.send(message.typeId, message.payload);
  }

  command(messageStreamId: number, ...values: [string, number, ...AmfValue[]]): void {
    this.send(MessageType.commandAmf0, encodeAmf0(...values), messageStreamId);
  }

  /** The next message that `wanted` accepts; others are dropped. Rejects when the peer closes first. */
  async next(wanted: (message: RtmpMessage) => boolean): Promise<RtmpMessage> {
    for (;;) {
      const message = this.inbox.shift();
      if (message !== undefined && wanted(message)) return message;
      if (message !== undefined) continue;
      if (this.#isClosed) throw new Error("the peer closed the connection");
      this.#waiting = Promise.withResolvers();
      await this.#waiting.promise;
    }
  }

  async nextOfType(typeId: number): Promise<RtmpMessage> {
    return this.next((message) => message.typeId === typeId);
  }

  async nextCommand(name: string): Promise<Command & { messageStreamId: number }> {
    const message = await this.next(
      (message) => message.typeId === MessageType.commandAmf0 && commandName(message) === name,
    );
    return { ...decodeCommand(message), messageStreamId: message.messageStreamId };
  }

  #receive(bytes: Buffer): void {
    if (this.#isShaken) return this.#reader.push(bytes);
    const { reply, rest } = this.#handshake.read(bytes);
    if (reply.length > 0) this.write(reply);
    if (rest === undefined) return;
    this.#isShaken = true;
    this.#shaken.resolve();
    this.#reader.push(rest);
  }

  #deliver(message: RtmpMessage): void {
    this.inbox.push(message);
    this.#waiting?.resolve();
  }
}

function commandName(message: RtmpMessage): string {
  return decodeCommand(message).name;
}
