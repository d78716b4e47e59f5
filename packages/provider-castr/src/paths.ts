import { ProviderError } from "@polycast/core/provider";

/** Ids go into paths: anything else is the id of nothing. Castr's are 24 hex digits. */
const ID = /^[\w-]{1,128}$/u;

/** @throws ProviderError `not_found` for what cannot be an id, without a call */
export function checkId(id: string, what: "stream" | "target"): void {
  if (!ID.test(id)) throw notFound(what);
}

/** What a stream or a target that is not there answers. */
export function notFound(what: "stream" | "target"): ProviderError {
  return new ProviderError("not_found", `castr: there is no such ${what}.`, {
    provider: "castr",
    hint: what === "stream" ? "List the streams." : "List the targets of the stream.",
  });
}

export function streamPath(id: string): string {
  return `/live_streams/${encodeURIComponent(id)}`;
}

export function platformPath(streamId: string, id: string): string {
  return `${streamPath(streamId)}/platforms/${encodeURIComponent(id)}`;
}
