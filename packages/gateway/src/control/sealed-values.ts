import type { Destination, Ingest } from "@polycast/core";
import { destinationSchema, ingestSchema } from "@polycast/core/provider";
import * as z from "zod";
import type { Sealer } from "../secrets/sealer.ts";
import { destinationPlace, ingestPlace, type StreamRecord, type TargetRecord } from "../store/index.ts";

/** A destination with its credentials, sealed for its target's row. */
export function sealDestination(sealer: Sealer, targetId: string, destination: Destination): string {
  return sealer.seal(JSON.stringify(destination), destinationPlace(targetId));
}

/** @throws MultistreamError `internal` when the row was tampered with or its key is missing. */
export function openDestination(sealer: Sealer, target: TargetRecord): Destination {
  return destinationSchema.parse(JSON.parse(sealer.open(target.destinationSealed, destinationPlace(target.id))));
}

/** The ingest credentials of a stream, sealed for its row. */
export function sealIngest(sealer: Sealer, streamId: string, ingest: readonly Ingest[]): string {
  return sealer.seal(JSON.stringify(ingest), ingestPlace(streamId));
}

/** @throws MultistreamError `internal` when the row was tampered with or its key is missing. */
export function openIngest(sealer: Sealer, stream: StreamRecord): Ingest[] {
  return z.array(ingestSchema).parse(JSON.parse(sealer.open(stream.ingestSealed, ingestPlace(stream.id))));
}
