import type { Capabilities } from "@polycast/core";
import { defined } from "@polycast/core/provider";
import { isSwitchEmulated } from "./emulation.ts";

/** What the caller wants of a target. */
export type WantedTarget = {
  /** It is to be gone; the rest says what it was. */
  gone: boolean;
  name: string;
  enabled: boolean;
  rendition: string;
  videoOnly?: boolean | undefined;
  /** Keyed hash of the destination. Absent: not known, so it is never found to differ. */
  destinationHash?: string | undefined;
  /** Its key is not known: it cannot be made again, so it is not deleted but for good. */
  needsKey?: true | undefined;
  /** Others have changed it at the provider, and it is left so: nothing of it is open until it is asked for anew. */
  left?: true | undefined;
  /** When the wish was last changed, milliseconds since 1970. */
  changedAt: number;
};

/** The columns of a target's row that tell what is wanted. */
export type WantedColumns = Omit<WantedTarget, "gone" | "needsKey" | "left" | "changedAt"> & {
  notices: readonly { code: string }[];
  updatedAt: number;
  deletingAt?: number | undefined;
};

/** What a row wants. */
export function wantedOf(row: WantedColumns): WantedTarget {
  const { name, enabled, rendition, videoOnly, destinationHash, deletingAt, updatedAt } = row;
  const says = (word: string) => row.notices.some(({ code }) => code === word) || undefined;
  const gone = deletingAt !== undefined;
  const changedAt = deletingAt ?? updatedAt;
  const left = gone ? undefined : says("drift");
  const needsKey = says("needs_key");
  return defined({ gone, name, enabled, rendition, videoOnly, destinationHash, needsKey, left, changedAt });
}

/** Is the provider to have such a target? Without a switch of its own it has none that is switched off. */
export function isToBeThere(wanted: WantedTarget, table: Capabilities): boolean {
  return !wanted.gone && (wanted.enabled || !isSwitchEmulated(table));
}
