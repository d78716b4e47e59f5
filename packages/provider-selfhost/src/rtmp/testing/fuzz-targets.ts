import { Duplex } from "node:stream";
import { decodeAmf0 } from "../amf0.ts";
import { ChunkReader } from "../chunk-reader.ts";
import { PublishDialogue } from "../client-dialogue.ts";
import { decodeCommand } from "../command.ts";
import { RtmpConnection } from "../connection.ts";
import { Handshake } from "../handshake.ts";
import { MessageType } from "../message.ts";
import { RtmpProtocolError } from "../protocol-error.ts";
import { createScrubber } from "../scrub.ts";
import { ServerSession } from "../server-session.ts";
import { DEFAULT_SERVER_LIMITS } from "../server-types.ts";
import type { PublishDecision } from "../server-types.ts";
import type { Random } from "./random.ts";

/** Feeds one input to one part of the library; throws when a promise of that part is broken. */
export type FuzzTarget = (input: Buffer, random: Random) => Promise<void>;

const MAX_HELD = 1024 * 1024;
/** Behind version and packet anything goes, so a handshake is zeros but for the first byte. */
const HANDSHAKE = Buffer.concat([Buffer.from([3]), Buffer.alloc(2 * 1536)]);

/** The chunk reader and the AMF0 decoder behind it may only ever throw protocol errors. */
export const fuzzReader: FuzzTarget = async (input, random) => {
  const reader = new ChunkReader(
    (message) => {
      const isCommand = message.typeId === MessageType.commandAmf0 || message.typeId === MessageType.commandAmf3;
      if (isCommand) tolerate(() => decodeCommand(message));
      else tolerate(() => decodeAmf0(message.payload));
      if (random.below(20) === 0) reader.pause();
    },
    { maxMessageSize: MAX_HELD / 4, maxBufferedBytes: MAX_HELD },
  );
  for (const piece of cut(input, random)) {
    tolerate(() => reader.push(piece));
    if (reader.bufferedBytes > MAX_HELD) throw new Error("the chunk reader holds more than its limit");
    if (random.below(4) === 0) tolerate(() => reader.resume());
  }
};

/** A server session ends with its stream, having closed an accepted sink exactly once. */
export const fuzzServer: FuzzTarget = async (input, random) => {
  const stream = new MemoryStream();
  let accepted = 0;
  let closed = 0;
  const failures: Error[] = [];
  const sink = { media: () => {}, closed: () => void (closed += 1) };
  const decide = (): PublishDecision => {
    if (random.below(4) === 0) return { accept: false, code: "NetStream.Publish.BadName", description: "no" };
    accepted += 1;
    return { accept: true, sink };
  };
  const session = new ServerSession(stream, { remoteAddress: "192.0.2.1", secure: false }, DEFAULT_SERVER_LIMITS, {
    onPublish: () => (random.below(2) === 0 ? decide() : Promise.resolve().then(decide)),
    published: () => {},
    failed: (error) => void failures.push(error),
  });
  await feed(stream, Buffer.concat([HANDSHAKE, input]), random);
  stream.destroy();
  await session.closed;
  await turn();
  assertOnlyProtocolErrors(failures);
  if (accepted !== closed) throw new Error(`${accepted} sinks accepted, ${closed} closed`);
};

/** A client's connection only ever ends with a typed error, which never holds the key. */
export const fuzzClient: FuzzTarget = async (input, random) => {
  const stream = new MemoryStream();
  const over = Promise.withResolvers<Error | undefined>();
  const streamName = "sk_canary_1234";
  const connection: RtmpConnection = new RtmpConnection(stream, new Handshake("client"), {
    ready: () => dialogue.start(),
    message: (message) => {
      if (message.typeId === MessageType.commandAmf0) dialogue.handle(decodeCommand(message));
    },
    closed: over.resolve,
  });
  const options = { host: "host", port: 1935, app: "live", streamName, tcUrl: "rtmp://host/live" };
  const handlers = { stage: () => {}, live: () => {} };
  const dialogue = new PublishDialogue(connection, options, createScrubber([streamName]), handlers);
  await feed(stream, Buffer.concat([HANDSHAKE, input]), random);
  stream.destroy();
  const error = await over.promise;
  if (error === undefined) return;
  if (error.name !== "RtmpConnectError") assertOnlyProtocolErrors([error]);
  if (error.message.includes("canary")) throw new Error("an error holds the stream key");
};

/** A stream whose other end is the fuzzer: what is written to it disappears. */
class MemoryStream extends Duplex {
  override _read(): void {}

  override _write(_chunk: Buffer, _encoding: string, callback: () => void): void {
    callback();
  }
}

async function feed(stream: Duplex, input: Buffer, random: Random): Promise<void> {
  await turn();
  for (const piece of cut(input, random)) {
    if (stream.destroyed) return;
    stream.push(piece);
    if (random.below(3) === 0) await turn();
  }
  await turn();
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function* cut(input: Buffer, random: Random): Generator<Buffer> {
  const longest = random.pick([3, 40, 700, 20_000]);
  // Tiny pieces of a long input would cost much and show little.
  const limit = longest < 40 ? 400 : input.length;
  let at = 0;
  while (at < input.length) {
    const size = at < limit ? 1 + random.below(longest) : input.length;
    yield input.subarray(at, at + size);
    at += size;
  }
}

function tolerate(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof RtmpProtocolError)) throw error;
  }
}

function assertOnlyProtocolErrors(errors: Error[]): void {
  for (const error of errors) if (!(error instanceof RtmpProtocolError)) throw error;
}
