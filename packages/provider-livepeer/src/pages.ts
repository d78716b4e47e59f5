/**
 * The cursor of the next page. Livepeer gives it in a `Link` header only, whose URL must not be followed: its scheme
 * and host are those that the server saw behind its proxy, and the API key would go there. Some lists write
 * `cursor=undefined` when there is nothing more.
 */
export function nextCursorOf(headers: Headers): string | undefined {
  for (const link of (headers.get("link") ?? "").split(/,(?=\s*<)/u)) {
    const parts = /^\s*<([^>]*)>\s*;(.*)$/u.exec(link);
    if (!parts || !/\brel="?next"?/u.test(parts[2] ?? "")) continue;
    const query = (parts[1] ?? "").split("?")[1] ?? "";
    const cursor = new URLSearchParams(query).get("cursor");
    if (cursor !== null && cursor !== "" && cursor !== "undefined") return cursor;
  }
  return undefined;
}
