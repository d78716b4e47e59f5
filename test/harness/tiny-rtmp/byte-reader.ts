import type { Readable } from "node:stream";

/** Takes exact numbers of bytes from a stream; beyond the stream's own buffer nothing is read while nobody asks. */
export type ByteReader = {
  /** Resolves with the next `length` bytes; rejects when the stream ends first. One call at a time. */
  take(length: number): Promise<Buffer>;
};

export function byteReader(stream: Readable): ByteReader {
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  stream.on("error", (error) => (failure = error));
  // Listeners stay on: attaching one for "readable" emits it at once, so that attaching it per call could spin.
  for (const event of ["readable", "end", "close", "error"]) stream.on(event, () => wake?.());
  return {
    take: async (length) => {
      if (length === 0) return Buffer.alloc(0);
      for (;;) {
        const bytes: unknown = stream.read(length);
        if (bytes instanceof Buffer && bytes.length === length) return bytes;
        if (failure !== undefined) throw failure;
        if (stream.readableEnded || stream.destroyed) throw new Error("The connection ended.");
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
