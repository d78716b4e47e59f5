import type { LiveStream } from "./wire/live-stream.ts";

/** Streams by the time of their creation; those that do not tell it come last, in the order that they had. */
export function newestFirst(streams: readonly LiveStream[]): LiveStream[] {
  return streams.toSorted((a, b) => timeOf(b) - timeOf(a));
}

/** Milliseconds since 1970. A finite number where there is none: the difference of two infinities is none to sort by. */
function timeOf({ creation_time: created }: LiveStream): number {
  return Date.parse(created ?? "") || 0;
}
