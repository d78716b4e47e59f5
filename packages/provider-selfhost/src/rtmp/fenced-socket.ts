import { writeSync } from "node:fs";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import type { WriteFence } from "./write-fence.ts";

/** How soon to try again when the kernel has no room, in milliseconds. */
const NO_ROOM_MS = 10;

type Written = (error?: Error | null) => void;
type Pending = { data: Buffer; offset: number; written: Written };

/**
 * A TCP socket that writes behind a fence. Node's own sockets leave to libuv what the kernel has no room for, and libuv
 * writes it by itself as soon as there is room: after a pause of the process that is before any JavaScript runs. Here
 * nothing is left with libuv: each write goes to the kernel in one call, and what the kernel does not take stays here.
 * There is no event for room in the kernel then, so that is tried every 10 ms while something waits. Windows has no
 * descriptors to write to: there the rest of a write may still leave after a pause.
 */
export class FencedSocket extends Duplex {
  readonly #socket: Socket;
  readonly #fence: WriteFence;
  #pending: Pending | undefined;
  #stopWaiting: () => void = () => {};
  #bytesHanded = 0;

  /** @param socket connected; it belongs to this one from now on */
  constructor(socket: Socket, fence: WriteFence) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.#fence = fence;
    socket.on("data", (bytes: Buffer) => {
      if (!this.push(bytes)) socket.pause();
    });
    socket.on("end", () => this.push(null));
    socket.on("error", (error) => this.destroy(error));
    socket.on("close", () => this.destroy());
  }

  /** Bytes that the kernel has taken. */
  get bytesHanded(): number {
    return this.#bytesHanded;
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(data: Buffer, _encoding: BufferEncoding, written: Written): void {
    this.#pending = { data, offset: 0, written };
    this.#hand();
  }

  override _writev(chunks: { chunk: Buffer }[], written: Written): void {
    this.#pending = { data: Buffer.concat(chunks.map(({ chunk }) => chunk)), offset: 0, written };
    this.#hand();
  }

  override _final(done: Written): void {
    // All that was written is with the kernel by then.
    this.#socket.end();
    done();
  }

  override _destroy(error: Error | null, done: Written): void {
    this.#stopWaiting();
    this.#pending = undefined;
    this.#socket.destroy();
    done(error);
  }

  /** Hands over as much as the fence and the kernel allow, and comes back for the rest. */
  #hand(): void {
    const pending = this.#pending;
    if (!pending) return;
    while (pending.offset < pending.data.length) {
      if (!this.#fence.isOpen()) {
        this.#stopWaiting = this.#fence.whenOpen(() => this.#hand());
        return;
      }
      const descriptor = descriptorOf(this.#socket);
      if (descriptor === undefined) return this.#leave(pending);
      try {
        const taken = writeSync(descriptor, pending.data, pending.offset);
        pending.offset += taken;
        this.#bytesHanded += taken;
      } catch (error) {
        if (hasNoRoom(error)) this.#later();
        else this.destroy(error instanceof Error ? error : new Error("the write failed", { cause: error }));
        return;
      }
    }
    this.#pending = undefined;
    pending.written();
  }

  /** Leaves it to the socket: on a system without descriptors, and where the socket is closed, which then fails. */
  #leave({ data, written }: Pending): void {
    this.#pending = undefined;
    this.#socket.write(data, (error) => {
      if (!error) this.#bytesHanded += data.length;
      written(error);
    });
  }

  #later(): void {
    const timer = setTimeout(() => this.#hand(), NO_ROOM_MS);
    this.#stopWaiting = () => clearTimeout(timer);
  }
}

/** Asked before each write: once the socket is closed, its number may belong to another file. */
function descriptorOf(socket: Socket): number | undefined {
  const handle: unknown = Reflect.get(socket, "_handle");
  const isOpen = typeof handle === "object" && handle !== null && "fd" in handle;
  return isOpen && typeof handle.fd === "number" && handle.fd >= 0 ? handle.fd : undefined;
}

function hasNoRoom(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "EAGAIN" || error.code === "EWOULDBLOCK");
}
