/**
 * A path without stream keys, which Livepeer takes in two of its paths. The names that `/stream/{name}/info` takes
 * besides, ids and playback ids, are no secrets.
 */
export function maskPath(path: string): string {
  return path
    .replace(/^(\/api\/stream\/key\/).+$/u, "$1***")
    .replace(/^(\/api\/stream\/)(?![\da-f]{8}-[\da-f-]{27}\/|[\da-z]{16}\/)[^/]+(\/info)$/u, "$1***$2");
}
