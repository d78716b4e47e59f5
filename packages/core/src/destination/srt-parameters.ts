/** The query of an SRT URL, names in lower case, values decoded. */
export type SrtParameters = ReadonlyMap<string, string>;

const KNOWN: ReadonlySet<string> = new Set(["streamid", "passphrase", "latency", "pbkeylen", "mode", "transtype"]);

/**
 * Reads the query of an SRT URL. Values are percent-decoded and nothing else: a `+` stays one, and a `#` opens no
 * fragment, because stream ids of the access control syntax start with `#!::`.
 */
export function readSrtParameters(query: string): SrtParameters | { fault: string } {
  const parameters = new Map<string, string>();
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = (equals < 0 ? pair : pair.slice(0, equals)).toLowerCase();
    if (parameters.has(name)) return { fault: "names a parameter twice" };
    const value = decode(equals < 0 ? "" : pair.slice(equals + 1));
    if (value === undefined) return { fault: "holds a value that is not percent-encoded rightly" };
    parameters.set(name, value);
  }
  return parameters;
}

/** Does the URL hold parameters that have no effect here? */
export function hasUnknownSrtParameters(parameters: SrtParameters): boolean {
  return [...parameters.keys()].some((name) => !KNOWN.has(name));
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
