import {
  type Capabilities,
  checkStored,
  checkTarget,
  type NewStream,
  type NewTarget,
  refuseOptions,
  type StreamPatch,
  type TargetPatch,
} from "@polycast/core/provider";
import type { TargetFields } from "./api.ts";
import { capabilities } from "./capabilities.ts";
import { toDestinationFields } from "./destination-fields.ts";
import { checkReference, targetPassthrough } from "./marks.ts";
import { tooManyTargets, unsupported } from "./refuse.ts";

/**
 * Refuses what a simulcast target can never be.
 *
 * @param path of the target in the caller's input, e.g. `targets.0.`
 * @throws MultistreamError `invalid_argument`
 * @throws CapabilityError `unsupported` for what a simulcast target cannot do or keep
 */
export function checkAsked(asked: TargetPatch, path = ""): void {
  refuseOptions("mux", asked);
  checkReference(asked.reference, `${path}reference`);
  checkTarget(capabilities, "mux", asked, path);
  if (asked.destination) toDestinationFields(asked.destination, `${path}destination`);
  if (asked.videoOnly) {
    throw unsupported("target.update.rendition", "targets without audio are not supported", "Leave `videoOnly` out.");
  }
}

/** A target in Mux's words. @throws what `checkAsked` throws, and for one that is off */
export function toTargetFields(input: NewTarget, path = ""): TargetFields {
  checkAsked(input, path);
  if (!input.enabled) {
    throw unsupported("target.disable", "a target cannot begin switched off", "Create it when it is to send.");
  }
  return { ...toDestinationFields(input.destination, `${path}destination`), passthrough: targetPassthrough(input) };
}

/** The same for all targets of a new stream. @throws CapabilityError also `limit_exceeded` */
export function toInlineTargets({ targets }: NewStream, { limits }: Capabilities): TargetFields[] {
  const limit = limits.targetsPerStream ?? Number.POSITIVE_INFINITY;
  if (targets.length > limit) throw tooManyTargets(limit);
  return targets.map((target, index) => toTargetFields(target, `targets.${index}.`));
}

/** @throws CapabilityError `unsupported` for what there is no slot for on a stream; MultistreamError `invalid_argument` */
export function checkStream(input: Pick<StreamPatch, "reference" | "metadata">): void {
  checkStored(capabilities, "mux", "stream", input);
  checkReference(input.reference);
}
