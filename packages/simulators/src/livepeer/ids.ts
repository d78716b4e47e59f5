import { randomText, randomUuid } from "../kernel/ids.ts";

const BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz";

/** The three names of a stream. They share their first four characters, as Livepeer's do. */
export function streamNames(): { id: string; streamKey: string; playbackId: string } {
  const id = randomUuid();
  const start = id.slice(0, 4);
  const groups = Array.from({ length: 3 }, () => randomText(4, BASE36));
  return { id, streamKey: [start, ...groups].join("-"), playbackId: start + randomText(12, BASE36) };
}
