import { media } from "../../hub/testing/media.ts";
import type { MediaMessage } from "../../rtmp/message.ts";

const FRAME_MS = 20;

/** Sends a frame every 20 ms, every 25th of them a keyframe. */
export function encode(bytesPerSecond: number, send: (message: MediaMessage) => void): { stop: () => void } {
  const bytes = (bytesPerSecond * FRAME_MS) / 1000;
  let frames = 0;
  const timer = setInterval(() => {
    const at = frames * FRAME_MS;
    send(frames % 25 === 0 ? media.keyframe(at, at, bytes) : media.frame(at, at, bytes));
    frames += 1;
  }, FRAME_MS);
  return { stop: () => clearInterval(timer) };
}

/** Is this a frame of video, not its set-up? */
export function isFrame({ typeId, payload }: MediaMessage): boolean {
  return typeId === 9 && payload[1] === 1;
}

/** The frames that do not follow the one before them at once. */
export function gaps(frames: readonly MediaMessage[]): MediaMessage[] {
  return frames.filter(({ timestamp }, index) => {
    const before = frames[index - 1];
    return before !== undefined && timestamp - before.timestamp !== FRAME_MS;
  });
}
