import { randomBytes } from "node:crypto";
import { RtmpProtocolError } from "./protocol-error.ts";

const VERSION = 3;
/** Bytes of C1, S1, C2 and S2. */
const PACKET_BYTES = 1536;
const HELLO_BYTES = 1 + PACKET_BYTES;
const EMPTY = Buffer.alloc(0);

/** What came of the bytes that were given. */
export type HandshakeProgress = {
  /** To be sent at once; empty when there is nothing to say. */
  reply: Buffer;
  /** Set when the handshake is over: the bytes behind it, which are chunks already. */
  rest?: Buffer;
};

/**
 * One side of the simple handshake (RTMP 1.0, section 5.2), fed with bytes as they come.
 *
 * Both sides do the same: send a hello (version and 1536 bytes), answer the peer's hello with an
 * exact copy of its 1536 bytes, and skip the peer's copy of ours. That copy is not compared,
 * because deployed peers alter it; nor does the server wait for it before it answers.
 */
export class Handshake {
  readonly #role: "client" | "server";
  /** A client's first words; a server sends its own together with the answer. */
  readonly hello: Buffer;
  readonly #peerHello = Buffer.allocUnsafe(HELLO_BYTES);
  #peerHelloBytes = 0;
  #echoBytesLeft = PACKET_BYTES;

  constructor(role: "client" | "server") {
    this.#role = role;
    // Time 0, then four zero bytes: they say "simple handshake" to servers that know others.
    this.hello = Buffer.concat([Buffer.from([VERSION]), Buffer.alloc(8), randomBytes(1528)]);
  }

  /** @throws RtmpProtocolError `bad_version`, as soon as the first byte is there. */
  read(bytes: Buffer): HandshakeProgress {
    let at = 0;
    let reply = EMPTY;
    if (this.#peerHelloBytes < HELLO_BYTES) {
      at = bytes.copy(this.#peerHello, this.#peerHelloBytes);
      this.#peerHelloBytes += at;
      if (this.#peerHelloBytes > 0) assertVersion(this.#peerHello.readUInt8());
      if (this.#peerHelloBytes < HELLO_BYTES) return { reply };
      const echo = this.#peerHello.subarray(1);
      reply = this.#role === "server" ? Buffer.concat([this.hello, echo]) : echo;
    }
    const skipped = Math.min(this.#echoBytesLeft, bytes.length - at);
    this.#echoBytesLeft -= skipped;
    return this.#echoBytesLeft > 0 ? { reply } : { reply, rest: bytes.subarray(at + skipped) };
  }
}

function assertVersion(version: number): void {
  if (version === VERSION) return;
  throw new RtmpProtocolError("bad_version", `expected RTMP version 3, got ${describe(version)}`);
}

function describe(version: number): string {
  if (version === 0x16 || version === 0x15) return "what looks like TLS";
  if (version >= 0x41 && version <= 0x5a) return "what looks like HTTP or another text protocol";
  if (version === 6 || version === 8) return "encrypted RTMP (RTMPE), which is not supported";
  return `version ${version}`;
}
