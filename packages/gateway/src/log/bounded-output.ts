import { write, writeSync } from "node:fs";

/** Somewhere for lines to go. */
export type Output = {
  write(line: string): void;
  /** Resolves when all that waits is written, or after two seconds. */
  close(): Promise<void>;
};

/** Bytes that wait for a slow reader of the log; lines beyond are dropped, because a log must not stop the service. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** How long a reader that has no room is left alone. */
const RETRY_MS = 20;

/** How long closing waits for a reader that does not read. */
const CLOSE_MS = 2000;

/**
 * Writes lines to a file descriptor in the background, those of one turn of the event loop, or of one write, at once.
 * Lines are dropped when the reader is too slow or the write fails; how many is written as soon as one works again. It
 * never throws, and blocks only for one attempt to get rid of what waits when the process exits.
 *
 * @param noteDropped makes the line that tells how many were dropped
 */
export function openBoundedOutput(
  descriptor: number,
  noteDropped: (count: number) => string,
  maxWaitingBytes: number = MAX_WAITING_BYTES,
): Output {
  let waiting: string[] = [];
  let waitingBytes = 0;
  let dropped = 0;
  let busy = false;
  let whenIdle: (() => void) | undefined;

  const take = (): { bytes: Buffer; lines: number } => {
    const taken = { bytes: Buffer.from(waiting.join("")), lines: waiting.length };
    waiting = [];
    return taken;
  };

  const writeWaiting = (): void => {
    busy = waiting.length > 0;
    if (!busy) {
      whenIdle?.();
      return;
    }
    const { bytes, lines } = take();
    writeBytes(bytes, (error) => {
      waitingBytes -= bytes.length;
      if (error) dropped += lines;
      else if (dropped > 0) {
        const note = noteDropped(dropped);
        dropped = 0;
        add(note, Buffer.byteLength(note));
      }
      writeWaiting();
    });
  };

  const writeBytes = (bytes: Buffer, done: (error: Error | null) => void): void => {
    write(descriptor, bytes, (error, written) => {
      if (error?.code === "EAGAIN") setTimeout(writeBytes, RETRY_MS, bytes, done).unref();
      else if (error || written === bytes.length) done(error);
      else writeBytes(bytes.subarray(written), done);
    });
  };

  const add = (line: string, bytes: number): void => {
    waiting.push(line);
    waitingBytes += bytes;
    if (busy) return;
    busy = true;
    setImmediate(writeWaiting);
  };

  const writeAtExit = (): void => {
    try {
      writeSync(descriptor, take().bytes);
    } catch {
      // Nobody is left to be told.
    }
  };
  process.on("exit", writeAtExit);

  return {
    write(line) {
      const bytes = Buffer.byteLength(line);
      if (waitingBytes + bytes > maxWaitingBytes) dropped += 1;
      else add(line, bytes);
    },
    async close() {
      if (busy) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, CLOSE_MS);
          whenIdle = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      process.off("exit", writeAtExit);
    },
  };
}
