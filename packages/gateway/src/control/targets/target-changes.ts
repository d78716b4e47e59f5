import { isDeepStrictEqual } from "node:util";
import type { Capabilities, Notice, StreamState, Target } from "@polycast/core";
import {
  assertAllowed,
  checkTarget,
  redactDestination,
  targetOperations,
  type TargetPatch,
} from "@polycast/core/provider";
import type { Sealer } from "../../secrets/sealer.ts";
import type { TargetChanges, TargetRecord } from "../../store/index.ts";
import { pickDefined } from "../differences.ts";
import type { Instance } from "../providers/instances.ts";
import { inputFor } from "../providers/provider-input.ts";
import { sealDestination } from "../sealed-values.ts";

const plainFields = ["name", "enabled", "rendition", "videoOnly", "reference", "metadata"] as const;

/** The fields that a patch may change and the gateway keeps. */
export const patchFields = [...plainFields, "destination"] as const;

/** What a provider gets of a patch, and what is to be said about the rest. */
export type OwnPatch = { patch: TargetPatch; notices: Notice[] };

/**
 * Cuts a patch down to what the provider is told of it, and checks that.
 *
 * @throws CapabilityError when it cannot do it, or not in this state.
 */
export function ownPatch(
  table: Capabilities,
  instance: Instance,
  state: StreamState | undefined,
  changes: TargetPatch,
): OwnPatch {
  const { input, notices } = inputFor(instance, table.stores.target, changes);
  if (!table.stores.target.includes("name")) delete input.name;
  checkTarget(table, instance.name, pickDefined(input, ["destination", "rendition"]));
  for (const operation of targetOperations(input)) assertAllowed(table, operation, instance.name, state);
  return { patch: input, notices };
}

/** What changes in the target's row. */
export function rowChanges(
  sealer: Sealer,
  record: TargetRecord,
  changes: TargetPatch,
  answer: Target | undefined,
): Omit<TargetChanges, "updatedAt"> {
  const row: Omit<TargetChanges, "updatedAt"> = pickDefined(changes, plainFields);
  if (changes.destination) {
    row.destination = redactDestination(changes.destination);
    row.destinationSealed = sealDestination(sealer, record.id, changes.destination);
  }
  if (answer && answer.id !== record.providerId) row.providerId = answer.id;
  if (answer && !isDeepStrictEqual(answer.notices, record.notices)) row.notices = answer.notices;
  return row;
}
