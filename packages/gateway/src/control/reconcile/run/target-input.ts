import type { Capabilities, Destination } from "@polycast/core";
import { defined, type NewTarget } from "@polycast/core/provider";
import type { TargetRecord } from "../../../store/index.ts";

/**
 * A target as its provider is asked for it. Where that has a slot for the caller's own id, it gets ours when there is
 * none: by it the target is known again when the answer to the call is lost.
 */
export function targetInputOf(record: TargetRecord, destination: Destination, { stores }: Capabilities): NewTarget {
  const { name, enabled, rendition, videoOnly } = record;
  const reference = stores.target.includes("reference") ? markOf(record) : undefined;
  const metadata = stores.target.includes("metadata") ? record.metadata : undefined;
  return defined({ name, destination, enabled, rendition, videoOnly, reference, metadata });
}

/** What a provider with a slot carries for us. */
export function markOf({ id, reference }: TargetRecord): string {
  return reference ?? id;
}
