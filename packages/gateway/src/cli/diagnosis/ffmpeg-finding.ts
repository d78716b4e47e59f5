import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Finding } from "./finding.ts";

const TIMEOUT_MS = 5000;
/** The oldest major version that Polycast is tested with. */
const OLDEST = 5;

/** Is FFmpeg there, and which? RTMP goes without it. */
export async function ffmpegFinding(env: Readonly<Record<string, string | undefined>>): Promise<Finding> {
  const what = "FFmpeg";
  const run = promisify(execFile)("ffmpeg", ["-version"], { env: { PATH: env["PATH"] }, timeout: TIMEOUT_MS });
  const answer = await run.catch(() => undefined);
  if (!answer) {
    const next = "Install it if you need them, e.g. `apt install ffmpeg` or `brew install ffmpeg`.";
    return { level: "note", what, message: "is not in the PATH: SRT and renditions are not possible", next };
  }
  const version = /^ffmpeg version (\S{1,60})/u.exec(answer.stdout)?.[1] ?? "of an unknown version";
  const major = Number(/^n?(\d+)\./u.exec(version)?.[1] ?? OLDEST);
  if (major >= OLDEST) return { level: "ok", what, message: version };
  return { level: "note", what, message: `${version} is older than ${OLDEST}.0`, next: "Install a newer one." };
}
