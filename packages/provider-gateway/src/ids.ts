import { createIds } from "@polycast/core/provider";
import { PROVIDER } from "./settings.ts";

const plain = createIds(PROVIDER);

/**
 * An id as a segment of a path: the gateway's own (`str_…`, `tgt_…`), or an instance and the id there, e.g. `mux:abc`.
 *
 * @throws MultistreamError `not_found`, without a call, for what cannot be one
 */
export function idSegment(thing: "stream" | "target", id: string): string {
  const parts = id.split(":", 3);
  if (parts.length > 2) throw plain.notFound(thing);
  return parts.map((part) => plain.idSegment(thing, part)).join(":");
}
