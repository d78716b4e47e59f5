import type { Capabilities, Notice } from "@polycast/core";
import { defined, type NewTarget, redactDestination } from "@polycast/core/provider";
import { newId, type TargetRecord } from "../../store/index.ts";
import { hashDestination } from "../destination-hash.ts";
import type { Parts } from "../parts.ts";
import { notThereYet } from "../reconcile/accepted.ts";
import { changesOf } from "../reconcile/changes-of.ts";
import { toStoredWork } from "../reconcile/run/stored-work.ts";
import { wantedOf } from "../reconcile/wanted.ts";
import { afterWish } from "../reconcile/work-after.ts";
import { sealDestination } from "../sealed-values.ts";

/** Where a target's row belongs, and when it is made. */
export type Place = {
  streamId: string;
  /** The provider's own table. */
  table: Capabilities;
  /** Milliseconds since 1970. */
  now: number;
  /** Default: a new one. */
  id?: string | undefined;
};

/** The row of a target that is wanted and not made yet. @param notices what is to be said about it */
export function newTargetRecord(
  { sealer, hash }: Pick<Parts, "sealer" | "hash">,
  { streamId, table, now, id = newId("target") }: Place,
  wanted: NewTarget,
  notices: readonly Notice[],
): TargetRecord {
  const { name, enabled, rendition, videoOnly, reference, metadata, destination } = wanted;
  const record: TargetRecord = defined({
    id,
    streamId,
    name,
    enabled,
    rendition,
    videoOnly,
    reference,
    metadata,
    destinationSealed: sealDestination(sealer, id, destination),
    destination: redactDestination(destination),
    destinationHash: hashDestination(hash, destination),
    notices: [...notices],
    createdAt: now,
    updatedAt: now,
  });
  const wish = wantedOf(record);
  const accepted = notThereYet(wish, table);
  const work = toStoredWork({ work: afterWish(undefined, changesOf(wish, accepted, table).length > 0, now) });
  return { ...record, accepted: JSON.stringify(accepted), ...(work === null ? {} : { work }) };
}
