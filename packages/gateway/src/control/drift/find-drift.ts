import { isDeepStrictEqual } from "node:util";
import type { Capabilities, Target } from "@polycast/core";
import { defined } from "@polycast/core/provider";
import type { TargetRecord } from "../../store/index.ts";
import type { AcceptedTarget } from "../reconcile/accepted.ts";
import { acceptedAfterLook } from "../reconcile/after-look.ts";
import { isSwitchEmulated, keepsTargetName } from "../reconcile/emulation.ts";
import type { TargetWork } from "../reconcile/run/states.ts";

/** What others have made of a target at its provider. */
export type Drift = {
  /** What is there now. */
  accepted: AcceptedTarget;
  /** In what it differs from what is wanted, for people; empty: it is as wanted (again). */
  differences: string[];
};

/** What is known of the provider and of how it was asked. */
export type Sight = {
  /** The provider's own. */
  table: Capabilities;
  /** Milliseconds since 1970. */
  now: number;
  /** Does it send elsewhere? By what can be shown, or by having asked. */
  isRedirected: boolean;
};

/**
 * What others have changed of a target; undefined: nothing, or something of ours is still open there.
 *
 * @param found as the provider shows it; undefined: it does not
 */
export function findDrift(target: TargetWork, found: Target | undefined, sight: Sight): Drift | undefined {
  const { accepted, wanted, work, record } = target;
  if (!accepted.there || accepted.awaiting || work || wanted.gone) return undefined;
  const { table, now, isRedirected } = sight;
  // A name that the provider does not tell is not another one.
  const shown = found && { ...found, name: tellsName(found) ? found.name : accepted.name };
  const seen = acceptedAfterLook(shown, { wanted, accepted, table, streamState: "unknown", now });
  const after = defined(isRedirected && seen.there ? withoutDestination(seen) : seen);
  if (isDeepStrictEqual(after, accepted)) return undefined;
  return { accepted: after, differences: differencesOf(record, shown, sight) };
}

/** May it send elsewhere, by what can be shown of it? */
export function looksRedirected(record: TargetRecord, found: Target | undefined, table: Capabilities): boolean {
  if (!found || !table.readsKeysBack || found.destination.host === undefined) return false;
  const { protocol, host, keyHint } = record.destination;
  const there = found.destination;
  return there.protocol !== protocol || there.host !== host || there.keyHint !== keyHint;
}

function differencesOf(record: TargetRecord, found: Target | undefined, sight: Sight): string[] {
  if (!found) return ["it was deleted"];
  const { table, isRedirected } = sight;
  const differences = [];
  if (!isSwitchEmulated(table) && found.enabled !== record.enabled) {
    differences.push(`it was switched ${found.enabled ? "on" : "off"}`);
  }
  if (keepsTargetName(table) && found.name !== record.name) differences.push(`it was renamed to "${found.name}"`);
  if (found.rendition !== record.rendition) differences.push(`its rendition is "${found.rendition}"`);
  if ((found.videoOnly ?? false) !== (record.videoOnly ?? false)) differences.push("its sound was switched on or off");
  if (isRedirected) differences.push("it sends somewhere else");
  return differences;
}

function tellsName({ notices }: Target): boolean {
  return !notices.some(({ code }) => code === "name_not_stored");
}

function withoutDestination(accepted: Extract<AcceptedTarget, { there: true }>): AcceptedTarget {
  const { destinationHash: _other, ...rest } = accepted;
  return rest;
}
