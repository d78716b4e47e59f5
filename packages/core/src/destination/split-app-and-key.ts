import { trimSlashesEnd, trimSlashesStart } from "./trim-slashes.ts";

/**
 * Divides what follows the host of an RTMP URL into the application and the key, byte by byte; either may come out
 * empty.
 *
 * With a key of its own, all of the path is the application, query included (`live2?backup=1`). Without one, the whole
 * URL was pasted and its last segment is the key. A `?` behind a slash opens the query of the key, and slashes in that
 * query belong to the key: `live/abc?sign=x/y` is `live` and `abc?sign=x/y`. A `?` before any slash is the
 * application's: `live2?backup=1/abc` is `live2?backup=1` and `abc`.
 */
export function splitAppAndKey(rest: string, streamKey: string | undefined): { app: string; streamKey: string } {
  const path = trimSlashesStart(rest);
  if (streamKey !== undefined) return { app: trimSlashesEnd(path), streamKey: trimSlashesStart(streamKey) };
  const whole = path.includes("?") ? path : trimSlashesEnd(path);
  const slash = separatorOf(whole);
  if (slash < 0) return { app: trimSlashesEnd(whole), streamKey: "" };
  return { app: trimSlashesEnd(whole.slice(0, slash)), streamKey: whole.slice(slash + 1) };
}

/** Index of the slash between application and key, or -1. */
function separatorOf(path: string): number {
  const query = path.indexOf("?");
  if (query < 0) return path.lastIndexOf("/");
  const before = path.lastIndexOf("/", query);
  if (before >= 0) return before;
  const keyQuery = path.indexOf("?", query + 1);
  const after = keyQuery < 0 ? path.lastIndexOf("/") : path.lastIndexOf("/", keyQuery);
  return after > query ? after : -1;
}
