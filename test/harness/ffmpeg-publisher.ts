import { type Child, startChild } from "./child.ts";

/**
 * FFmpeg as an encoder: sends an FLV file to an RTMP address in real time, again and again, without touching a frame.
 * It runs until it is stopped or the server closes the connection; it does not reconnect.
 */
export async function ffmpegPublisher(file: string, url: string): Promise<Child> {
  const source = ["-re", "-stream_loop", "-1", "-i", file];
  return startChild("ffmpeg", [
    "-hide_banner",
    "-nostdin",
    "-loglevel",
    "error",
    ...source,
    "-c",
    "copy",
    "-f",
    "flv",
    url,
  ]);
}
