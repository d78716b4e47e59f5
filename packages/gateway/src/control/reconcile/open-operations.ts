import type { Capabilities, Operation } from "@polycast/core";
import type { AcceptedTarget } from "./accepted.ts";
import { changesOf, openFields, operationFor } from "./changes-of.ts";
import type { WantedTarget } from "./wanted.ts";

/** The operations of which the open changes of a target consist, each once. @param table the provider's own */
export function openOperations(wanted: WantedTarget, accepted: AcceptedTarget, table: Capabilities): Operation[] {
  const operations = changesOf(wanted, accepted, table).flatMap((change): Operation[] => {
    if (change !== "update") return [`target.${change}`];
    if (!accepted.there) return [];
    const fields = openFields(wanted, accepted, table).filter((field) => field !== "enabled");
    return fields.map((field) => operationFor(field, wanted.enabled));
  });
  return [...new Set(operations)];
}
