import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { FrameWithBody } from "../frames.ts";
import { decodeAmf0 } from "./amf0.ts";
import { byteReader } from "./byte-reader.ts";
import { readMessages } from "./chunk-reader.ts";
import { encodeMessage } from "./chunk-writer.ts";
import { offerHandshake } from "./handshake.ts";
import { AUDIO, COMMAND, DATA, type Message, SET_CHUNK_SIZE, VIDEO } from "./message.ts";
import { sender } from "./sender.ts";

/** An encoder that sends exactly the frames it is given, with any timestamps. FFmpeg masks them to 31 bits. */
export type TinyRtmpPublisher = AsyncDisposable & {
  /** Sends frames at the pace of their timestamps, which are taken modulo 2^32. */
  send(frames: readonly FrameWithBody[]): Promise<void>;
  /** Says goodbye (deleteStream) and closes; disposing closes without a word. */
  end(): Promise<void>;
};

const CHUNK_SIZE = 4096;
const chunkStreams = { audio: 4, video: 6, data: 5 };
const typeIds = { audio: AUDIO, video: VIDEO, data: DATA };

/** Connects and publishes to `url` (`rtmp://host:port/app`) under `streamKey`; rejects where the server refuses. */
export async function tinyRtmpPublisher(url: string, streamKey: string): Promise<TinyRtmpPublisher> {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port || 1935), hostname).setNoDelay(true);
  await once(socket, "connect");
  const bytes = byteReader(socket);
  const send = sender(socket);
  await offerHandshake(socket, bytes);
  const messages = readMessages(bytes);
  send.command(0, "connect", 1, { app: pathname.slice(1), type: "nonprivate", tcUrl: url });
  await answer(messages, "_result");
  send.command(0, "createStream", 2, null);
  const [, , , streamId] = await answer(messages, "_result");
  if (typeof streamId !== "number") throw new Error("createStream was answered without a number");
  send.command(streamId, "publish", 3, null, streamKey, "live");
  await answer(messages, "onStatus");
  send.control(SET_CHUNK_SIZE, CHUNK_SIZE);
  void drain(messages).catch(() => socket.destroy());
  return {
    send: async (frames) => {
      const first = frames[0]?.timestamp ?? 0;
      const startedAt = performance.now();
      for (const { type, timestamp, body: payload } of frames) {
        const due = startedAt + ((timestamp - first + 2 ** 32) % 2 ** 32) - performance.now();
        if (due > 0) await delay(due);
        const message: Message = { typeId: typeIds[type], streamId, timestamp: timestamp % 2 ** 32, payload };
        socket.write(encodeMessage(message, chunkStreams[type], CHUNK_SIZE));
      }
    },
    end: async () => {
      if (socket.closed) return;
      send.command(0, "deleteStream", 4, null, streamId);
      socket.end();
      await once(socket, "close");
    },
    [Symbol.asyncDispose]: async () => {
      if (socket.closed) return;
      socket.destroy();
      await once(socket, "close");
    },
  };
}

/** Reads what the server says from here on, so that it is not held up. */
async function drain(messages: AsyncGenerator<Message>): Promise<void> {
  while ((await messages.next()).done !== true);
}

/** The next command of this name; a status other than success rejects. */
async function answer(messages: AsyncGenerator<Message>, name: string): Promise<unknown[]> {
  for (;;) {
    const { value: message } = await messages.next();
    if (message === undefined) throw new Error("The server closed the connection.");
    if (message.typeId !== COMMAND) continue;
    const command = decodeAmf0(message.payload);
    const status = command[3];
    const code = status !== null && typeof status === "object" ? status["code"] : undefined;
    if (command[0] === "_error" || (name === "onStatus" && code !== "NetStream.Publish.Start")) {
      throw new Error(`The server refused: ${typeof code === "string" ? code : "no reason given"}`);
    }
    if (command[0] === name) return command;
  }
}
