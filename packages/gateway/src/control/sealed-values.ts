import type { Destination, Ingest } from "@polycast/core";
import { destinationSchema, ingestSchema } from "@polycast/core/provider";
import * as z from "zod";
import type { Sealer } from "../secrets/sealer.ts";
import { keyMissing } from "./reconcile/refusals.ts";
import { destinationPlace, ingestPlace, type StreamRecord, type TargetRecord } from "../store/index.ts";

const ingestsSchema = z.array(ingestSchema);

/** A destination with its credentials, sealed for its target's row. Undefined: they are known to the provider alone. */
export function sealDestination(sealer: Sealer, targetId: string, destination: Destination | undefined): string {
  return sealer.seal(JSON.stringify(destination ?? null), destinationPlace(targetId));
}

/**
 * @throws MultistreamError `internal` when the row was tampered with or its key is missing; `invalid_argument` when the
 * destination's own key is known to the provider alone
 */
export function openDestination(sealer: Sealer, target: TargetRecord): Destination {
  const sealed: unknown = JSON.parse(sealer.open(target.destinationSealed, destinationPlace(target.id)));
  if (sealed === null) throw keyMissing();
  return destinationSchema.parse(sealed);
}

/** The ingest credentials of a stream, sealed for its row. */
export function sealIngest(sealer: Sealer, streamId: string, ingest: readonly Ingest[]): string {
  return sealer.seal(JSON.stringify(ingest), ingestPlace(streamId));
}

/** @throws MultistreamError `internal` when the row was tampered with or its key is missing. */
export function openIngest(sealer: Sealer, stream: StreamRecord): Ingest[] {
  return ingestsSchema.parse(JSON.parse(sealer.open(stream.ingestSealed, ingestPlace(stream.id))));
}
