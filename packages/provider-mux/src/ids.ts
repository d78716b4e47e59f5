import { MultistreamError } from "@polycast/core/provider";

/** What Mux's ids are made of; 255 characters at most. */
const ID = /^[\w-]{1,255}$/u;

/** Could this be one of Mux's ids? Others never go into a path. */
export function isMuxId(id: string): boolean {
  return ID.test(id);
}

/** @throws MultistreamError `not_found`, without a call, for what cannot be an id of Mux */
export function assertMuxId(what: "stream" | "target", id: string): void {
  if (!isMuxId(id)) throw notFound(what);
}

/** Does not repeat the id: it may be anything that a caller took for one. */
function notFound(what: string): MultistreamError {
  return new MultistreamError("not_found", `mux: there is no such ${what}: that is not an id of Mux.`, {
    provider: "mux",
    hint: `List what there is, and check that the ${what} was not deleted.`,
  });
}
