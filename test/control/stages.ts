import { type Change, changes } from "./changes.ts";
import { openCloud } from "./cloud-stage.ts";
import { castrCloud, livepeerCloud, muxCloud } from "./clouds.ts";
import type { ProviderStage } from "./provider-stage.ts";
import { openRelay } from "./relay-stage.ts";

export type OpenStage = () => ProviderStage | Promise<ProviderStage>;

/** The four providers. */
export const stages: Readonly<Record<"mux" | "livepeer" | "castr" | "selfhost", OpenStage>> = {
  mux: () => openCloud(muxCloud),
  livepeer: () => openCloud(livepeerCloud),
  castr: () => openCloud(castrCloud),
  selfhost: openRelay,
};

/** A change at a provider, in one state of its stream. */
export type Case = { provider: string; openStage: OpenStage; name: string; change: Change; state: "idle" | "live" };

/** Every change at every provider in both states. */
export function everyChange(): Case[] {
  return Object.entries(stages).flatMap(([provider, openStage]) =>
    changes.flatMap((change) =>
      (["idle", "live"] as const).map((state) => ({ provider, openStage, name: change.name, change, state })),
    ),
  );
}
