import { isMultistreamError } from "@polycast/core";
import type { AcceptedTarget, FixedField } from "./accepted.ts";

const fields: readonly FixedField[] = ["name", "destination", "rendition"];

/**
 * After an update that the provider refused as one that it never makes, whatever its table says: what it keeps on this
 * target is remembered, so that the name is the gateway's own, and for the rest the target is deleted and made again.
 *
 * @returns undefined when the error says nothing of the kind
 */
export function acceptedAfterRefusal(accepted: AcceptedTarget, error: unknown): AcceptedTarget | undefined {
  if (!accepted.there || !isMultistreamError(error, "unsupported") || !("operation" in error)) return undefined;
  const field = fields.find((name) => error.operation === `target.update.${name}`);
  const fixed = accepted.fixed ?? [];
  return field === undefined || fixed.includes(field) ? undefined : { ...accepted, fixed: [...fixed, field] };
}
