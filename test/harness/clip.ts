import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const cacheDir = fileURLToPath(new URL("../../node_modules/.cache/polycast-test/", import.meta.url));

type Recipe = { size: string; rate: number; gopFrames: number; seconds: number; videoBps: number; audioBps: number };

const recipes = {
  /** 4.04 Mbit/s, 720p30, 2 s GOP: a usual live stream, for measuring. */
  broadcast: { size: "1280x720", rate: 30, gopFrames: 60, seconds: 10, videoBps: 3_740_000, audioBps: 128_000 },
  /** 0.7 Mbit/s, 180p25, 1 s GOP: the same structure, cheap, for tests. */
  small: { size: "320x180", rate: 25, gopFrames: 25, seconds: 12, videoBps: 600_000, audioBps: 64_000 },
} satisfies Record<string, Recipe>;

export type ClipName = keyof typeof recipes;

/**
 * The path of an FLV file with H.264 (constant bit rate, no B-frames) and AAC. Noise in picture and sound makes every
 * frame's bytes unique, so a frame can be told by its hash. Made once by FFmpeg and kept under `node_modules/.cache`.
 */
export async function clip(name: ClipName): Promise<string> {
  const args = encode(recipes[name]);
  const version = createHash("sha1").update(args.join(" ")).digest("hex").slice(0, 10);
  const path = join(cacheDir, `${name}-${version}.flv`);
  if (await exists(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  // Test files that run at the same time may both encode; each renames a whole file into place.
  const own = `${path}.${process.pid}.tmp`;
  await promisify(execFile)("ffmpeg", [...args, own]);
  await rename(own, path);
  return path;
}

function encode({ size, rate, gopFrames, seconds, videoBps, audioBps }: Recipe): string[] {
  const video = `testsrc2=size=${size}:rate=${rate},noise=alls=15:allf=t:all_seed=1,format=yuv420p`;
  const audio = "anoisesrc=sample_rate=48000:amplitude=0.05:seed=1,aformat=channel_layouts=mono";
  const x264 = `nal-hrd=cbr:keyint=${gopFrames}:min-keyint=${gopFrames}:scenecut=0:bframes=0:threads=1`;
  return [
    ["-hide_banner", "-loglevel", "error", "-y"],
    ["-f", "lavfi", "-i", video, "-f", "lavfi", "-i", audio, "-t", String(seconds)],
    ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main", "-x264-params", x264],
    ["-b:v", videoBps, "-minrate", videoBps, "-maxrate", videoBps, "-bufsize", videoBps].map(String),
    ["-c:a", "aac", "-b:a", String(audioBps), "-f", "flv"],
  ].flat();
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
