import { MultistreamError } from "@polycast/core/provider";
import { PROVIDER } from "./provider-name.ts";

/** An id as a segment of a path. @throws MultistreamError `not_found`, without a call, for what cannot be one */
export function idSegment(of: "stream" | "target", id: string): string {
  if (/^[A-Za-z0-9_-]{1,128}$/u.test(id)) return encodeURIComponent(id);
  throw notFound(of, id);
}

/** The answer to an id that nothing is known under. */
export function notFound(of: "stream" | "target", id: string): MultistreamError {
  const shown = id.replaceAll(/[^\w-]/gu, "?").slice(0, 64);
  return new MultistreamError("not_found", `livepeer: there is no ${of} "${shown}".`, {
    provider: PROVIDER,
    hint: "Check the id; it may have been deleted.",
  });
}
