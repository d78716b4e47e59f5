import { readFile } from "node:fs/promises";
import { connectPublisher, encodeChunks, FlvReader, type MediaMessage } from "@polycast/selfhost/rtmp";

/** The clip is cut to this length, in milliseconds, so that it loops without a seam. */
const LOOP_MS = 4_000;
const TICK_MS = 20;
const clip = new URL("../../assets/pattern.flv", import.meta.url);
const chunkStreams = { 8: 4, 9: 6, 18: 5 } as const;

/** An encoder that sends the test pattern until it is stopped. */
export type PatternPublisher = { stop(): Promise<void>; failed: Promise<Error> };

/**
 * Publishes the built-in test pattern in real time, over and over.
 *
 * @throws RtmpConnectError when the ingest does not take it
 */
export async function publishPattern(ingest: { url: string; streamKey: string }): Promise<PatternPublisher> {
  const { hostname, port, pathname } = new URL(ingest.url.replace(/^rtmp:/u, "http:"));
  const messages = await readClip();
  const connection = await connectPublisher({
    host: hostname,
    port: Number(port),
    app: pathname.slice(1),
    streamName: ingest.streamKey,
    tcUrl: ingest.url,
  });
  const fail = Promise.withResolvers<Error>();
  const startedAt = performance.now();
  let next = 0;
  let writing = false;
  const tick = (): void => {
    // One write at a time: a slow ingest slows the encoder, as it would a real one.
    if (writing) return;
    const due: Buffer[] = [];
    for (;;) {
      const loop = Math.floor(next / messages.coded.length);
      const message = messages.coded[next % messages.coded.length];
      if (!message || message.timestamp + loop * LOOP_MS > performance.now() - startedAt) break;
      if (next === 0) for (const header of messages.setUp) due.push(encode(header, 0));
      due.push(encode(message, loop * LOOP_MS));
      next++;
    }
    if (due.length === 0) return;
    writing = true;
    connection.write(Buffer.concat(due), () => (writing = false));
  };
  const encode = (message: MediaMessage, offset: number): Buffer =>
    encodeChunks(
      {
        chunkStreamId: chunkStreams[message.typeId],
        messageStreamId: connection.messageStreamId,
        typeId: message.typeId,
        timestamp: (message.timestamp + offset) >>> 0,
        payload: message.payload,
      },
      connection.outChunkSize,
    );
  const timer = setInterval(tick, TICK_MS);
  connection.onClose((error) => {
    clearInterval(timer);
    fail.resolve(error ?? new Error("the relay closed the encoder's connection"));
  });
  return {
    failed: fail.promise,
    async stop() {
      clearInterval(timer);
      await connection.close();
    },
  };
}

/** The set-up, which goes out once, and the frames, which loop. */
async function readClip(): Promise<{ setUp: MediaMessage[]; coded: MediaMessage[] }> {
  const all: MediaMessage[] = [];
  const reader = new FlvReader((message) => all.push(message));
  reader.push(await readFile(clip));
  reader.end();
  return {
    setUp: all.filter(isSetUp),
    coded: all.filter((message) => !isSetUp(message) && message.timestamp < LOOP_MS),
  };
}

/** Metadata and sequence headers, by the packet type of H.264 and AAC (FLV 10.1, E.4.2.1 and E.4.3.1). */
function isSetUp({ typeId, payload }: MediaMessage): boolean {
  return typeId === 18 || payload[1] === 0;
}
