import type { Place } from "../secrets/sealer.ts";

/** Where the ingest credentials of a stream are sealed. */
export function ingestPlace(streamId: string): Place {
  return { table: "streams", row: streamId, column: "ingest_sealed" };
}

/** Where the destination of a target is sealed. */
export function destinationPlace(targetId: string): Place {
  return { table: "targets", row: targetId, column: "destination_sealed" };
}
