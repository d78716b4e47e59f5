import type { Capabilities, Stream, Target } from "@polycast/core";
import { isSwitchEmulated } from "../reconcile/emulation.ts";
import type { Lost, SwitchPlan } from "./switch-plan.ts";

/** One side of a switch. */
export type Side = {
  /** The instance. */
  name: string;
  /** The provider's own table. */
  table: Capabilities;
};

/** What a plan is made of. */
export type Planning = {
  stream: Pick<Stream, "playback" | "providerMetadata">;
  /** Those that stay, oldest first. */
  targets: readonly PlannedTarget[];
  from: Side;
  to: Side;
  /** Why the new side would refuse a target, by our id, for people. */
  refusals: ReadonlyMap<string, string>;
  /** Why it would refuse these together on one stream, the last beside the others, for people. Default: it would not. */
  together?: (ids: readonly string[]) => string | undefined;
  /** Targets of the old side that the gateway does not own. */
  foreign: readonly Pick<Target, "id" | "name">[];
};

export type PlannedTarget = Pick<Target, "id" | "name" | "enabled" | "rendition" | "videoOnly"> & {
  /** Its key is known to the old side alone. */
  needsKey: boolean;
};

/** What becomes of a stream that moves to another provider. Says nothing that is not so while nothing else changes. */
export function planSwitch(planning: Planning): Omit<SwitchPlan, "refused"> {
  const { stream, targets, from, to, foreign } = planning;
  const created: PlannedTarget[] = [];
  const lost: Lost[] = [];
  for (const target of targets) {
    // Without a switch, one that is off is not made before it is on.
    const isMade = target.enabled || !isSwitchEmulated(to.table);
    const reason = reasonAgainst(planning, target) ?? (isMade ? reasonBeside(planning, target, created) : undefined);
    if (reason !== undefined) lost.push({ targetId: target.id, what: "target", reason });
    else {
      if (isMade) created.push(target);
      if (isEncodedAnew(target) && !to.table.renditions) {
        lost.push({ targetId: target.id, what: "rendition", reason: `${to.name} sends the source as it is` });
      }
    }
  }
  for (const { name } of foreign) {
    const reason = `the target "${name}" was made at ${from.name} by others: it stays there, and so does the stream`;
    lost.push({ what: "foreign_target", reason });
  }
  if (stream.playback?.length) lost.push({ what: "playback", reason: `its addresses belong to ${from.name}` });
  if (Object.keys(stream.providerMetadata ?? {}).length > 0) {
    lost.push({ what: "provider_options", reason: `what only ${from.name} knows of the stream is not carried over` });
  }
  const ofStream = { what: "stream: id, name, enabled, reference, metadata" };
  const ofTarget = "id, name, enabled, reference, metadata";
  return {
    from: from.name,
    to: to.name,
    created: created.map(({ id, name }) => ({ targetId: id, name })),
    kept: [
      ofStream,
      ...targets.map(({ id, name, needsKey }) => ({
        targetId: id,
        what: `target ${name}: ${ofTarget}${needsKey ? "" : ", destination and key"}`,
      })),
    ],
    lost,
    ingest: "new",
  };
}

/** Why the new side cannot have it now; it stays wanted all the same. */
function reasonAgainst({ from, to, refusals }: Planning, { id, needsKey }: PlannedTarget): string | undefined {
  if (needsKey) return `its key is known to ${from.name} alone (needs_key): it is made at ${to.name} when it is given`;
  const refusal = refusals.get(id);
  return refusal === undefined ? undefined : waiting(refusal);
}

/** The same beside those that are made before it. */
function reasonBeside(
  { to, together }: Planning,
  target: PlannedTarget,
  created: readonly PlannedTarget[],
): string | undefined {
  const limit = to.table.limits.targetsPerStream;
  if (limit !== undefined && created.length >= limit)
    return `${to.name} takes ${limit} targets: it waits until there is room`;
  const refusal = together?.([...created, target].map(({ id }) => id));
  return refusal === undefined ? undefined : waiting(refusal);
}

function waiting(refusal: string): string {
  return `${refusal} It waits for a provider that takes it`;
}

function isEncodedAnew({ rendition, videoOnly }: PlannedTarget): boolean {
  return rendition !== "source" || videoOnly === true;
}
