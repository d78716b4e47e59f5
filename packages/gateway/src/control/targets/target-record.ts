import type { Notice, Target } from "@polycast/core";
import { type NewTarget, redactDestination } from "@polycast/core/provider";
import type { Sealer } from "../../secrets/sealer.ts";
import { newId, type TargetRecord } from "../../store/index.ts";
import { sealDestination } from "../sealed-values.ts";

/**
 * The row of a new target.
 *
 * @param provided what the provider answered
 * @param notices ours, beside the provider's
 */
export function newTargetRecord(
  sealer: Sealer,
  streamId: string,
  wanted: NewTarget,
  provided: Target,
  notices: readonly Notice[],
  createdAt: number,
): TargetRecord {
  const id = newId("target");
  const { videoOnly, reference, metadata } = wanted;
  return {
    id,
    streamId,
    providerId: provided.id,
    name: wanted.name,
    enabled: wanted.enabled,
    rendition: wanted.rendition,
    ...(videoOnly === undefined ? {} : { videoOnly }),
    ...(reference === undefined ? {} : { reference }),
    ...(metadata === undefined ? {} : { metadata }),
    destinationSealed: sealDestination(sealer, id, wanted.destination),
    destination: redactDestination(wanted.destination),
    notices: [...provided.notices, ...notices],
    createdAt,
    updatedAt: createdAt,
  };
}
