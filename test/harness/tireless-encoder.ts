import { setTimeout as delay } from "node:timers/promises";
import { type Child } from "./child.ts";
import { ffmpegPublisher } from "./ffmpeg-publisher.ts";

/** An encoder that connects again whenever it is cut off, as those of broadcasters do. */
export type TirelessEncoder = AsyncDisposable & {
  /** How often it has been started. */
  readonly starts: number;
  /** Drops the connection without a word; it connects again. */
  drop(): Promise<void>;
  /** Says goodbye and stays away. */
  stop(): Promise<void>;
};

const AGAIN_AFTER_MS = 500;

/** FFmpeg that sends an FLV file to an RTMP address, as `ffmpegPublisher`, for as long as it is not stopped. */
export async function tirelessEncoder(file: string, url: string): Promise<TirelessEncoder> {
  let stopped = false;
  let starts = 1;
  let current: Child = await ffmpegPublisher(file, url);
  const run = async (): Promise<void> => {
    for (;;) {
      await current.exited;
      if (stopped) return;
      await delay(AGAIN_AFTER_MS);
      if (stopped) return;
      starts += 1;
      current = await ffmpegPublisher(file, url);
    }
  };
  const running = run();
  const stop = async (): Promise<void> => {
    stopped = true;
    await current.stop();
    await running;
    // It may have been started just then.
    await current.stop();
  };
  return {
    get starts() {
      return starts;
    },
    drop: () => current.kill(),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
