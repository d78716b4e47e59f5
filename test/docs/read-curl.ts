/** A request as a page shows it with curl. */
export type ShownRequest = { method: string; path: string; body?: unknown };

const pattern = /^curl [^\n]*?(?:-X (?<method>[A-Z]+) )?"?http:\/\/127\.0\.0\.1:8787(?<path>[^\s"]+)"?/u;

/**
 * Reads a curl command of a gateway.
 *
 * @param values what stands for `$STREAM` and the like in the path
 * @throws Error when it is another kind of command
 */
export function readCurl(command: string, values: Readonly<Record<string, string>> = {}): ShownRequest {
  const text = command.trim().replaceAll(/\\\n\s*/gu, "");
  const { method = "GET", path } = pattern.exec(text)?.groups ?? {};
  if (path === undefined) throw new Error(`This is no request to a gateway: ${text}`);
  const filled = path.replaceAll(/\$([A-Z]+)/gu, (_, name: string) => values[name] ?? `$${name}`);
  const body = / -d '(?<body>[^']*)'/u.exec(text)?.groups?.["body"];
  return { method, path: filled, ...(body === undefined ? {} : { body: JSON.parse(body) as unknown }) };
}
