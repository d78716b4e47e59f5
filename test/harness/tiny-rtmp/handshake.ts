import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import type { ByteReader } from "./byte-reader.ts";

const VERSION = 3;
const SIZE = 1536;

/** The simple handshake (RTMP 1.0, section 5.2) from the server's side. */
export async function acceptHandshake(socket: Duplex, bytes: ByteReader): Promise<void> {
  const version = (await bytes.take(1)).readUInt8();
  if (version !== VERSION) throw new Error(`RTMP version ${version}`);
  const theirs = await bytes.take(SIZE);
  socket.write(Buffer.concat([Buffer.of(VERSION), hello(), theirs]));
  await bytes.take(SIZE);
}

/** The simple handshake from the client's side. */
export async function offerHandshake(socket: Duplex, bytes: ByteReader): Promise<void> {
  socket.write(Buffer.concat([Buffer.of(VERSION), hello()]));
  await bytes.take(1);
  const theirs = await bytes.take(SIZE);
  await bytes.take(SIZE);
  socket.write(theirs);
}

/** Time and zero, then random bytes. */
function hello(): Buffer {
  return Buffer.concat([Buffer.alloc(8), randomBytes(SIZE - 8)]);
}
