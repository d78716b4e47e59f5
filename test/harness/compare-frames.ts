import type { Frame } from "./frames.ts";

/** How a recording relates to its source. A faultless one has zeros, and `longestRun` equal to `frames`. */
export type Comparison = {
  /** Coded audio and video frames in the recording. */
  frames: number;
  /** Missing between the recording's first and last frame, per track. */
  lost: number;
  /** Repeated, or earlier in the source than the frame before. */
  misplaced: number;
  /** With bytes that the source does not have. */
  foreign: number;
  /** The most frames in a row without any of these. */
  longestRun: number;
  startsWithKeyframe: boolean;
};

/**
 * Follows each track of a recording through its source, which is played in a loop: after a frame its successor must
 * come, after the last frame the first. What came before the recording began or after it ended counts nothing.
 * Timestamps play no part. Throws where the source has two frames of the same bytes.
 */
export function compareFrames(source: readonly Frame[], recording: readonly Frame[]): Comparison {
  const coded = recording.filter((frame) => frame.coded);
  const tracks = { audio: track(source, "audio"), video: track(source, "video") };
  const result: Comparison = {
    frames: coded.length,
    lost: 0,
    misplaced: 0,
    foreign: 0,
    longestRun: 0,
    startsWithKeyframe: coded.find((frame) => frame.type === "video")?.keyframe ?? false,
  };
  let run = 0;
  for (const frame of coded) {
    const fault = frame.type === "data" ? undefined : advance(tracks[frame.type], frame, result);
    run = fault === true ? 1 : run + 1;
    result.longestRun = Math.max(result.longestRun, run);
  }
  return result;
}

type Track = { positions: ReadonlyMap<string, number>; last?: number };

function track(source: readonly Frame[], type: Frame["type"]): Track {
  const frames = source.filter((frame) => frame.coded && frame.type === type);
  const positions = new Map(frames.map((frame, index) => [frame.sha1, index]));
  if (positions.size !== frames.length)
    throw new Error(`The source has equal ${type} frames, which cannot be told apart.`);
  return { positions };
}

/** Moves the track on to this frame, counts what is wrong with it, and says whether something is. */
function advance(track: Track, frame: Frame, result: Comparison): boolean {
  const position = track.positions.get(frame.sha1);
  if (position === undefined) {
    result.foreign += 1;
    return true;
  }
  const before = track.last;
  track.last = position;
  if (before === undefined) return false;
  const length = track.positions.size;
  const skipped = (position - before - 1 + length) % length;
  // In a loop every way back is also a way forward; the shorter one is taken.
  if (skipped > length / 2) result.misplaced += 1;
  else result.lost += skipped;
  return skipped > 0;
}
