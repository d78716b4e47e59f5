import type { Notice } from "@polycast/core";
import { targetWish } from "@polycast/core/host";
import { redactDestination, type TargetPatch } from "@polycast/core/provider";
import type { StreamRecord, TargetRecord, Writing } from "../../store/index.ts";
import { toTimestamp } from "../clock.ts";
import { hashDestination } from "../destination-hash.ts";
import { differences, pickDefined } from "../differences.ts";
import { appendEvents } from "../events/event-log.ts";
import type { Parts } from "../parts.ts";
import { openDestination, sealDestination } from "../sealed-values.ts";
import { checkTargetPatch, type TargetRules } from "./about-targets.ts";
import { isLeft, putTargetWish, type WishedColumns } from "./put-wish.ts";

const plainFields = ["name", "enabled", "rendition", "videoOnly", "reference", "metadata"] as const;

/** The fields that a patch may change and the gateway keeps. */
const patchFields = [...plainFields, "destination"] as const;

/** A target whose key was not known has one again with a destination. */
const NEEDS_KEY = "needs_key";

type Circumstances = { rules: TargetRules; now: number };

/**
 * Stores a change of what is wanted of a target, with its event. What is as asked for already changes nothing.
 *
 * @returns the row as it is now; the same one when nothing has changed
 * @throws CapabilityError where its provider would never take it
 */
export function* writeTargetUpdate(
  { sealer, hash, views }: Pick<Parts, "sealer" | "hash" | "views">,
  { stream, record }: { stream: StreamRecord; record: TargetRecord },
  patch: TargetPatch,
  { rules, now }: Circumstances,
): Writing<{ record: TargetRecord; notices: Notice[] }> {
  const isAskedFor = patch.destination !== undefined && !record.notices.some(({ code }) => code === NEEDS_KEY);
  const destination = isAskedFor ? openDestination(sealer, record) : undefined;
  const changes = differences(patch, { ...record, destination });
  const notices = checkTargetPatch(rules, changes);
  // What others have changed is put back also by asking for what was asked for before.
  const said = isLeft(record) ? patch : changes;
  const changed = patchFields.filter((field) => said[field] !== undefined);
  if (changed.length === 0) return { record, notices };
  const row: WishedColumns = pickDefined(changes, plainFields);
  if (changes.destination) {
    row.destination = redactDestination(changes.destination);
    row.destinationSealed = sealDestination(sealer, record.id, changes.destination);
    row.destinationHash = hashDestination(hash, changes.destination);
    row.notices = record.notices.filter(({ code }) => code !== NEEDS_KEY);
  }
  const next = yield* putTargetWish(stream, record, row, { table: rules.table, now });
  const change = { changed: [...changed], previous: pickDefined(record, changed) };
  const wish = targetWish("target.updated", views.toldTarget(stream, next), toTimestamp(now), change, stream);
  yield* appendEvents([wish]);
  return { record: next, notices };
}
