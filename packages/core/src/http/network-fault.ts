const MAX_DEPTH = 5;
/** What Node and libuv call it, e.g. `ECONNREFUSED`, `UND_ERR_SOCKET`. */
const ERROR_CODE = /^[A-Z][A-Z0-9_]{2,40}$/;

/**
 * Why no answer came. What `fetch` throws may hold the request, its URL and its headers, so only texts are taken.
 *
 * @param clean takes credentials out of a text
 */
export function networkFault(error: unknown, clean: (text: string) => string): { message: string; cause: Error } {
  const root = rootOf(error);
  const code = root instanceof Error && "code" in root && typeof root.code === "string" ? root.code : "";
  const text = root instanceof Error ? withoutUrls(root.message) : "no reason";
  return {
    message: `cannot be reached${ERROR_CODE.test(code) ? ` (${code})` : ""}`,
    cause: new Error(clean(text)),
  };
}

/** `fetch failed` says nothing; what it was caused by does. */
function rootOf(error: unknown): unknown {
  let root = error;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    if (!(root instanceof Error) || root.cause === undefined) return root;
    root = root.cause;
  }
  return root;
}

/** A query may hold what nobody knows to be a credential. */
function withoutUrls(text: string): string {
  return text.replace(/https?:\/\/[^\s"'<>)]+/gi, "[url]");
}
