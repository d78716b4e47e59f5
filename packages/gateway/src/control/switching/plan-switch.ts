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
  /** Targets of the old side that the gateway does not own. */
  foreign: readonly Pick<Target, "id" | "name">[];
};

export type PlannedTarget = Pick<Target, "id" | "name" | "enabled" | "rendition" | "videoOnly"> & {
  /** Its key is known to the old side alone. */
  needsKey: boolean;
};

/** What becomes of a stream that moves to another provider. Says nothing that is not so while nothing else changes. */
export function planSwitch(planning: Planning): SwitchPlan {
  const { stream, targets, from, to, foreign } = planning;
  const makeable = targets.filter((target) => reasonAgainst(planning, target) === undefined);
  const wanted = makeable.filter(({ enabled }) => enabled || !isSwitchEmulated(to.table));
  const created = wanted.slice(0, to.table.limits.targetsPerStream);
  const lost: Lost[] = [];
  for (const target of targets) {
    const reason = reasonAgainst(planning, target) ?? (isLeftOut(target, wanted, created) ? noRoom(to) : undefined);
    if (reason !== undefined) lost.push({ targetId: target.id, what: "target", reason });
    else if (isEncodedAnew(target) && !to.table.renditions) {
      lost.push({ targetId: target.id, what: "rendition", reason: `${to.name} sends the source as it is` });
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
  return refusal === undefined ? undefined : `${refusal} It waits for a provider that takes it`;
}

function isLeftOut(
  target: PlannedTarget,
  wanted: readonly PlannedTarget[],
  created: readonly PlannedTarget[],
): boolean {
  return wanted.includes(target) && !created.includes(target);
}

function noRoom({ name, table }: Side): string {
  return `${name} takes ${table.limits.targetsPerStream} targets: it waits until there is room`;
}

function isEncodedAnew({ rendition, videoOnly }: PlannedTarget): boolean {
  return rendition !== "source" || videoOnly === true;
}
